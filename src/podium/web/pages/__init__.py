"""The pages, one file each; the folder is the menu."""
