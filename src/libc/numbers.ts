/**
 * The numbers of the system calls that this program makes, for the two architectures it runs on.
 * Both columns are kernel ABI (asm/unistd_64.h, asm-generic/unistd.h) and never change.
 *
 * @module
 */

/** Call name to [x86-64, aarch64]. Only calls that both have: hence the `*at` forms throughout. */
const table = {
  accept4: [288, 242],
  bind: [49, 200],
  capget: [125, 90],
  capset: [126, 91],
  chdir: [80, 49],
  chroot: [161, 51],
  close: [3, 57],
  connect: [42, 203],
  dup: [32, 23],
  dup3: [292, 24],
  eventfd2: [290, 19],
  faccessat: [269, 48],
  faccessat2: [439, 439],
  fchdir: [81, 50],
  fchmod: [91, 52],
  fchmodat: [268, 53],
  fchmodat2: [452, 452],
  fchown: [93, 55],
  fchownat: [260, 54],
  fcntl: [72, 25],
  flock: [73, 32],
  fstatfs: [138, 44],
  fsync: [74, 82],
  ftruncate: [77, 46],
  getcwd: [79, 17],
  getdents64: [217, 61],
  getegid: [108, 177],
  geteuid: [107, 175],
  getgid: [104, 176],
  getgroups: [115, 158],
  getpeername: [52, 205],
  getpid: [39, 172],
  getppid: [110, 173],
  getrandom: [318, 278],
  getsockname: [51, 204],
  getsockopt: [55, 209],
  getuid: [102, 174],
  ioctl: [16, 29],
  kill: [62, 129],
  linkat: [265, 37],
  listen: [50, 201],
  lseek: [8, 62],
  memfd_create: [319, 279],
  mkdirat: [258, 34],
  mmap: [9, 222],
  openat: [257, 56],
  openat2: [437, 437],
  pipe2: [293, 59],
  ppoll: [271, 73],
  prctl: [157, 167],
  pread64: [17, 67],
  prlimit64: [302, 261],
  pwrite64: [18, 68],
  read: [0, 63],
  readlinkat: [267, 78],
  recvfrom: [45, 207],
  recvmsg: [47, 212],
  renameat2: [316, 276],
  rt_sigaction: [13, 134],
  seccomp: [317, 277],
  sendfile: [40, 71],
  sendmsg: [46, 211],
  sendto: [44, 206],
  setgroups: [116, 159],
  setresgid: [119, 149],
  setresuid: [117, 147],
  setsid: [112, 157],
  setsockopt: [54, 208],
  shutdown: [48, 210],
  socket: [41, 198],
  socketpair: [53, 199],
  statx: [332, 291],
  symlinkat: [266, 36],
  umask: [95, 166],
  uname: [63, 160],
  unlinkat: [263, 35],
  utimensat: [280, 88],
  wait4: [61, 260],
  write: [1, 64],
} as const;

/** The name of a system call, as in section 2 of the manual. */
export type SystemCall = keyof typeof table;

const column = Deno.build.arch === "aarch64" ? 1 : 0;

/** System call numbers of this machine, by name. */
export const numberOf: Readonly<Record<SystemCall, number>> = Object.fromEntries(
  Object.entries(table).map(([name, numbers]) => [name, numbers[column]]),
) as Record<SystemCall, number>;
