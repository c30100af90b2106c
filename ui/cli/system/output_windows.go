package system

import "io/fs"

// keepOwner does nothing: a file has its folder's owner here.
func keepOwner(string, fs.FileInfo) bool { return true }
