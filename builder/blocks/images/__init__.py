"""Pictures of charts as PNG files, for links and chats."""
