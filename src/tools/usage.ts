/**
 * The usage texts, to the letter those of the original's tools.
 *
 * @module
 */

const FILES = `  -c, --config
    specify full path to proftpd configuration file
  -f, --file
    specify full path to scoreboard file
`;

/** The text of `ftpwho -h`, in the original's words. */
export const FTPWHO_USAGE = `usage: ftpwho [options]
${FILES}  -h, --help
    display ftpwho usage
  -o, --outform
    specify an output format
  -v, --verbose
    display additional information for each connection
  -S, --server
    show users only for specified ServerName
`;

/** The text of `ftpcount -h`, in the original's words. */
export const FTPCOUNT_USAGE = `usage: ftpcount [options]
${FILES}  -h, --help
    display ftpcount usage
  -S, --server
    show count only for specified ServerName
`;

/** The text of `ftpscrub -h`. */
export const FTPSCRUB_USAGE = `usage: ftpscrub [options]
${FILES}  -h, --help
    display ftpscrub usage
  -v, --verbose
    display the process ids of the sessions that are gone
`;

/** The text of `ftpdctl -h`, in the original's words. */
export const FTPDCTL_USAGE = `usage: ftpdctl [options] action [...]
  -h\tdisplays this message
  -s\tspecify an alternate local socket
  -v\tdisplays more verbose information

`;

/** The text of `ftptop -h`, in the original's words. */
export const FTPTOP_USAGE = `usage: ftptop [options]

\t-A      \t\tshow only authenticating sessions
\t-a      \t\tignores authenticating connections when listing
\t-b      \t\tbatch mode
\t-D      \t\tshow only downloading sessions
\t-d <num>\t\trefresh delay in seconds
\t-f      \t\tconfigures the ScoreboardFile to use
\t-h      \t\tdisplays this message
\t-I      \t\tshow only idle connections
\t-i      \t\tignores idle connections
\t-n <num>\t\tnumber of iterations
\t-S      \t\tshow only sessions for this ServerName
\t-U      \t\tshow only uploading sessions
\t-V      \t\tshows version

  Use the 't' key to toggle between "regular" and "transfer speed"
  display modes. Use the 'q' key to quit.

`;
