package devstack

import (
	"errors"
	"io"
	"os"
	"strings"
)

const (
	// keepLog is the size in bytes above which a log is begun anew.
	keepLog = 16 << 20
	// quoteLog is how many bytes of a log an error repeats.
	quoteLog = 4 << 10
)

// openLog opens a log to append to and says where its end is.
func openLog(path string) (*os.File, int64, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > keepLog {
		if err := os.Truncate(path, 0); err != nil {
			return nil, 0, err
		}
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return nil, 0, err
	}
	end, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, end, nil
}

// readLog is what was logged since begin, at most its last quoteLog bytes.
func readLog(path string, begin int64) string {
	file, err := os.Open(path)
	if err != nil {
		return err.Error()
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil {
		begin = max(begin, info.Size()-quoteLog)
	}
	if _, err := file.Seek(begin, io.SeekStart); err != nil {
		return err.Error()
	}
	said, err := io.ReadAll(file)
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(said))
}
