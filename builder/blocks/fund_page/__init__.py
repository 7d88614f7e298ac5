"""The blocks of a fund's page, of lists of funds, and of the JSON files of funds."""
