/**
 * What ftpasswd says of itself.
 *
 * @module
 */

/** `ftpasswd --version`: the one whose options these are. */
export const FTPASSWD_VERSION = "1.3.0\n";

/** `ftpasswd --help`. */
export const FTPASSWD_USAGE = `usage: ftpasswd --passwd|--group|--hash [options]

  --passwd    make or change an entry of a file for AuthUserFile
  --group     make or change an entry of a file for AuthGroupFile
  --hash      print the hash of a password, as UserPassword takes it

 for --passwd and --group:
  --file      the file, instead of ./ftpd.passwd or ./ftpd.group
  -F, --force
              a file that is there gives way to a new one
  --name      whose entry it is; one that is there is changed
  --gid       number of the (primary) group

 for --passwd:
  --uid       number of the user; that of the group where --gid is missing
  --gecos     the user's full name, or the like
  --home      home directory
  --shell     shell
  --change-password
              change nothing but the password; it has to be another one
  --change-home
              change nothing but the home directory
  --delete-user
              remove the entry
  -l, --lock  close the account: a '!' before the hash fits no password
  -u, --unlock
              open it again
  --not-previous-password
              refuse the password that the entry has
  --not-system-password
              refuse the password of the system's user of that name

 for --group:
  -m, --member
              a member; may be there several times, as may the next two
  --add-member, --delete-member
              change nothing but the members
  --delete-group
              remove the entry
  --enable-group-passwd
              ask for a password of the group

 for passwords:
  --stdin     read the password from standard input, up to the end of the line
  --des, --md5, --sha256, --sha512, --bcrypt, --yescrypt
              how to hash; without one as the system does by default

  -h, --help  display this text
  --version   display the version

 exit status: 1 no such user or group, 2 the password is the current one,
  4 the password is the system's, 8 the home directory is a relative path,
  255 anything else that went wrong
`;
