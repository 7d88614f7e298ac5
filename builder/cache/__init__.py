"""What earlier builds left: the store, the keys under which it keeps values, and the JSON that it keeps."""
