package sandbox

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

func stopBelow() { killBelow(os.Getpid()) }

func (c Cage) run() (Exit, error) {
	// Privileges and limits are given up by this thread alone, and the program
	// inherits them from it; the thread is not used again.
	runtime.LockOSThread()
	// The program shall not reach into this process, where it runs as the same user.
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return Exit{}, fmt.Errorf("sandbox: %w", err)
	}
	if c.Apart {
		if err := c.buildView(); err != nil {
			return Exit{}, fmt.Errorf("sandbox: %w", err)
		}
		if err := loopbackUp(); err != nil {
			return Exit{}, fmt.Errorf("sandbox: loopback: %w", err)
		}
	} else if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return Exit{}, fmt.Errorf("sandbox: %w", err)
	}
	if err := c.limit(); err != nil {
		return Exit{}, fmt.Errorf("sandbox: limits: %w", err)
	}
	if len(c.Args) == 0 {
		return Exit{}, nil
	}
	return c.spawn()
}

// systemFolders are what programs need of a system: programs, libraries and
// their settings.
var systemFolders = []string{"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/opt", "/nix", "/gnu",
	"/sys/devices/system/cpu", "/sys/devices/system/node"}

var devices = []string{"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}

const readOnly = unix.MOUNT_ATTR_RDONLY | harmless
const harmless = unix.MOUNT_ATTR_NOSUID | unix.MOUNT_ATTR_NODEV

// buildView makes a root of its own, with nothing in it but the system's
// folders and those that were named.
func (c Cage) buildView() error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("mount namespace: %w", err)
	}
	if err := unix.Mount("tmpfs", c.Root, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755,size=1m"); err != nil {
		return fmt.Errorf("mount tmpfs: %w", err)
	}
	steps := []func() error{c.mountSystem, c.mountDevices, c.mountOwn, c.hide, c.enter}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (c Cage) mountSystem() error {
	for _, path := range systemFolders {
		info, err := os.Lstat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return err
		case info.Mode()&fs.ModeSymlink != 0:
			err = c.relink(path)
		default:
			err = c.bind(path, path, readOnly)
		}
		if err != nil {
			return err
		}
	}
	if err := os.MkdirAll(c.Root+"/proc", 0o755); err != nil {
		return err
	}
	if err := unix.Mount("proc", c.Root+"/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount proc: %w", err)
	}
	return nil
}

// relink makes the link that the system has in the same place.
func (c Cage) relink(path string) error {
	target, err := os.Readlink(path)
	if err != nil {
		return err
	}
	return os.Symlink(target, c.Root+path)
}

func (c Cage) mountDevices() error {
	for _, path := range devices {
		if err := c.bind(path, path, unix.MOUNT_ATTR_NOSUID); err != nil {
			return err
		}
	}
	for name, target := range map[string]string{"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"} {
		if err := os.Symlink("/proc/self/fd"+target, c.Root+"/dev/"+name); err != nil {
			return err
		}
	}
	if err := os.Mkdir(c.Root+"/dev/shm", 0o755); err != nil {
		return err
	}
	if err := c.bind(c.Tmp, "/dev/shm", harmless); err != nil {
		return err
	}
	return c.bind(c.Tmp, "/tmp", harmless)
}

// mountOwn mounts what the program was given, each under its own path.
func (c Cage) mountOwn() error {
	for _, path := range append([]string{c.Dir}, c.Readable...) {
		if err := c.bind(path, path, readOnly); err != nil {
			return err
		}
	}
	for _, path := range append([]string{c.Tmp}, c.Writable...) {
		if err := c.bind(path, path, harmless); err != nil {
			return err
		}
	}
	return nil
}

// bind mounts a file or folder, and all that is mounted below, at a path of the
// new root.
func (c Cage) bind(from, to string, attributes uint64) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	target := filepath.Join(c.Root, to)
	if info.IsDir() {
		err = os.MkdirAll(target, 0o755)
	} else if err = os.MkdirAll(filepath.Dir(target), 0o755); err == nil {
		var f *os.File
		if f, err = os.OpenFile(target, os.O_CREATE, 0o644); err == nil {
			err = f.Close()
		}
	}
	if err != nil && !errors.Is(err, unix.EROFS) && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := unix.Mount(from, target, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("bind %s: %w", from, err)
	}
	if err := unix.MountSetattr(unix.AT_FDCWD, target, unix.AT_RECURSIVE, &unix.MountAttr{Attr_set: attributes}); err != nil {
		return fmt.Errorf("bind %s: %w", from, err)
	}
	return nil
}

// hide lays an empty folder over every hidden one that the view has.
func (c Cage) hide() error {
	for _, path := range c.Hidden {
		target := filepath.Join(c.Root, path)
		if info, err := os.Stat(target); err != nil || !info.IsDir() {
			continue
		}
		if err := unix.Mount("tmpfs", target, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_RDONLY, "mode=755,size=0"); err != nil {
			return fmt.Errorf("hide %s: %w", path, err)
		}
	}
	return nil
}

// enter makes the new root the root, and the old one unreachable.
func (c Cage) enter() error {
	if err := unix.Chdir(c.Root); err != nil {
		return err
	}
	if err := unix.PivotRoot(".", "."); err != nil {
		return fmt.Errorf("pivot_root: %w", err)
	}
	if err := unix.Unmount(".", unix.MNT_DETACH); err != nil {
		return fmt.Errorf("unmount the old root: %w", err)
	}
	if err := unix.MountSetattr(unix.AT_FDCWD, "/", 0, &unix.MountAttr{Attr_set: readOnly}); err != nil {
		return err
	}
	return unix.Chdir("/")
}

// loopbackUp lets processes of the cage talk to each other over 127.0.0.1.
func loopbackUp() error {
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(socket)
	request, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	request.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, request)
}

// processMargin is how many processes the kernel allows above the limit at
// which a program is stopped, so that it is seen to be over it.
const processMargin = 16

// limit sets the limits that the kernel keeps. That on processes counts all of
// the user's.
func (c Cage) limit() error {
	limits := map[int]uint64{unix.RLIMIT_CORE: 0}
	if c.FileSize > 0 {
		limits[unix.RLIMIT_FSIZE] = uint64(c.FileSize)
	}
	if c.Processes > 0 {
		limits[unix.RLIMIT_NPROC] = uint64(c.Processes + processMargin)
		if c.User == 0 {
			limits[unix.RLIMIT_NPROC] += uint64(tasksOfUser(os.Getuid()))
		}
	}
	for resource, limit := range limits {
		if err := unix.Setrlimit(resource, &unix.Rlimit{Cur: limit, Max: limit}); err != nil {
			return err
		}
	}
	return nil
}

// tasksOfUser counts the user's processes and threads that can be seen.
func tasksOfUser(user int) int {
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return 0
	}
	tasks := 0
	for _, path := range processes {
		var stat unix.Stat_t
		if unix.Stat(path, &stat) != nil || int(stat.Uid) != user {
			continue
		}
		if threads, err := os.ReadDir(path + "/task"); err == nil {
			tasks += len(threads)
		}
	}
	return tasks
}

// spawn starts the program without privileges and waits until it, and all that
// it started, has ended.
func (c Cage) spawn() (Exit, error) {
	program, err := c.find()
	if err != nil {
		return Exit{}, err
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		return Exit{}, err
	}
	defer null.Close()
	attr := &syscall.ProcAttr{Dir: c.Dir, Env: c.Env, Files: []uintptr{null.Fd(), 2, 2}, Sys: &syscall.SysProcAttr{}}
	if c.User != 0 {
		attr.Sys.Credential = &syscall.Credential{Uid: uint32(c.User), Gid: uint32(c.User)}
	} else if err := dropCapabilities(); err != nil {
		return Exit{}, fmt.Errorf("sandbox: capabilities: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return Exit{}, fmt.Errorf("sandbox: %w", err)
	}
	unix.Umask(0o022)
	inherited := OwnPeak()
	begin := time.Now()
	pid, err := syscall.ForkExec(program, c.Args, attr)
	if err != nil {
		return Exit{}, fmt.Errorf("%s: %w", program, err)
	}
	status, err := reap(pid)
	if err != nil {
		return Exit{}, fmt.Errorf("sandbox: %w", err)
	}
	exit := Exit{Code: status.ExitStatus(), Seconds: time.Since(begin).Seconds()}
	if status.Signaled() {
		exit.Signal = status.Signal().String()
	}
	c.reapRest()
	return exit, exit.addUsage(inherited)
}

// dropCapabilities gives up all capabilities of this thread.
func dropCapabilities() error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	return unix.Capset(&header, &none[0])
}

// reap waits for the process, and for those that its descendants have left to us.
func reap(pid int) (unix.WaitStatus, error) {
	for {
		var status unix.WaitStatus
		ended, err := unix.Wait4(-1, &status, 0, nil)
		if err != nil && err != unix.EINTR {
			return status, err
		}
		if ended == pid {
			return status, nil
		}
	}
}

// reapRest stops what the program has left. In a PID namespace there is nothing
// to do: it goes when we do.
func (c Cage) reapRest() {
	if c.Apart {
		return
	}
	stopBelow()
	for {
		if pid, err := unix.Wait4(-1, nil, unix.WNOHANG, nil); pid <= 0 && err != unix.EINTR {
			return
		}
	}
}

// addUsage adds what the program and its children have used. The kernel begins
// to count a process's peak at that of the process that forked it.
func (e *Exit) addUsage(inherited int64) error {
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_CHILDREN, &used); err != nil {
		return err
	}
	e.CPU = (time.Duration(used.Utime.Nano()) + time.Duration(used.Stime.Nano())).Seconds()
	if largest := used.Maxrss << 10; largest > inherited {
		e.Peak = largest
	}
	return nil
}
