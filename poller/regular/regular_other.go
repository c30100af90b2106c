//go:build !unix

package regular

import "io/fs"

const nonBlock = 0

// ModeBits: whether a file's mode says who may read and write it. Elsewhere the
// system's own access lists guard a file, and every folder looks as if everybody might write.
const ModeBits = false

func foreignOwner(fs.FileInfo) (uid uint32, foreign bool) { return 0, false }
