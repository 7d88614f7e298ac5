"""The blocks of the front page: what became of the lead briefing's instruments, and the latest values of indexes and funds."""
