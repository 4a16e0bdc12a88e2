using System.Text;
using Provider.Arguments;
using Provider.Arguments.Help;
using Provider.Tool.Checking;
using Provider.Tool.Commands;
using Provider.Tool.Commands.Help;

namespace Provider.Tests.Commands;

/// <summary>Writes docs/cli.md out of the command line itself.</summary>
internal static class CliPage
{
    public static Manual[] Manuals =>
    [
        DaemonManual.Make(),
        .. ManualReader.ReadAll(ToolCommand.Build(Stream.Null), ToolCommand.Program),
    ];

    /// <summary>What a page says that no command line does.</summary>
    private const string Head =
        """
        # Command lines

        <!-- Made out of the command line by a test, which says how to make it anew when the two differ. -->

        `provider` is the daemon; it has flags only. `provider-tool` is for people and scripts: it checks SecretProviderClasses,
        and mounts one into a directory without a cluster.

        ## Synopsis

        ```text

        """;

    private const string End =
        """
        ## Environment

        | variable | used by | what it is |
        |---|---|---|
        | `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY` | provider, mount | the proxy to the vaults and Entra, see [configuration.md](configuration.md); NMI and IMDS are never called through one |
        | `SSL_CERT_FILE`, `SSL_CERT_DIR` | provider, mount | the authorities that are trusted, in place of the machine's |
        | `AZURE_POD_IDENTITY_AUTHORITY_HOST` | provider, mount | address of IMDS |
        | `AZURE_ENVIRONMENT_FILEPATH` | provider, mount | the environment file of AzureStackCloud where a class names none |
        | `KUBERNETES_SERVICE_PORT` | provider | the API server's port inside the cluster |
        | `AZURE_CLIENT_ID` | mount | the client id where the class names none |
        | `AZURE_TENANT_ID` | mount | the Entra tenant where the class names none |
        | `AZURE_CLIENT_SECRET` | mount | the secret of `service-principal`; `--client-secret-file` goes before it |
        | `AZURE_FEDERATED_TOKEN_FILE` | mount | the file of the token that proves `workload-identity` |

        A secret is never taken from the command line: others on the machine can read that.

        ## The credentials of mount

        | `--credential` | as whom the vault is read | what it needs |
        |---|---|---|
        | `class` | as the class says | the row below that fits; pod identity and the token proxy are only on a cluster's node |
        | `azure-cli` | who is logged in to the Azure CLI | `az` on `PATH`, and `az login` |
        | `managed-identity` | `userAssignedIdentityID` of the class, a client id or a resource id; else `AZURE_CLIENT_ID`; else the machine's own | a machine of Azure |
        | `service-principal` | `AZURE_CLIENT_ID` in the class's tenant | `AZURE_CLIENT_SECRET` or `--client-secret-file` |
        | `workload-identity` | `clientID` of the class, else `AZURE_CLIENT_ID` | `AZURE_FEDERATED_TOKEN_FILE` |

        What is missing is reported before any call, as `credential-unavailable`. A credential that Entra or IMDS refuses
        ends in `credential-refused`, with the AADSTS number. All other codes are those of a pod's mount:
        [troubleshooting.md](troubleshooting.md).

        ## The directory of mount

        It is written as the driver writes a pod's volume: the files lie in a directory of their own, `..data` is a link to it,
        and every top-level name is a link into `..data`. One rename puts the new files in the place of the old, so that a reader
        sees the one or the other. When content and modes are the same already, nothing is written.

        - A directory that is made is open to its owner alone (0700); one that is there keeps its mode. The files have the modes
          of the class, 0644 where it says none.
        - Only what an earlier mount created is removed or replaced. If a file of yours has the name of a volume's file, the mount fails.
        - A link in the place of the directory itself is refused; links above it are followed.
        - Every directory and link of the path must belong to you or root, and no one else may write in the directories, or the mount is
          refused: another user could put other files in the place of yours. A parent may be sticky, as `/tmp` is. An emptyDir (a mount
          point that root owns and all may write) is accepted as DIR.
        - One mount writes at a time; a second one to the same directory ends at once and says so.

        Until the rename a failure, an interrupt or the end of the time leaves the directory as it was.

        ## Output of mount

        Steps, warnings and errors go to the standard error: on a terminal one line that changes, elsewhere a line a step. The table, or
        with `--json` one object, goes to the standard output. Neither ever holds a value.

        `--json` writes `target`, `written`, `files` (`path`, `mode`, `size`, `object`, `version`) and `notes`; with `--dry-run`
        `dryRun`, `target`, `credential`, `vault`, `accessMode` and `files` (`path`, `mode`, `object`, `version`, `history`); of a
        failure `error` with `code` and `message`, and `findings` where the class is wrong.

        ## Findings of check

        A finding is printed as `file:line:column: severity: place: what is wrong. What to do. [code]`, with its line below it. An error is
        something that Kubernetes, the driver or the provider refuses; a warning is something that works, but probably not as meant; a hint
        works as it is. Errors and warnings give the exit status 1, hints only with `--strict`. One mistake is one finding, and a document that
        is not YAML does not hide the others of its file. Of a directory, the files `*.yaml`, `*.yml` and `*.json` in and below it are checked.

        CODES

        What ends a mount has the code that is in a pod's event, such as `entry-invalid`: [troubleshooting.md](troubleshooting.md). A finding
        that explains why a mount is refused is an error, whatever the table says.

        `--output json` writes an array with an object for each file:

        | member | type | what it is |
        |---|---|---|
        | `file` | text | the path, as given or found |
        | `unreadable` | text | why the file could not be read; absent where it could |
        | `classes` | array | an object for each SecretProviderClass, and for each document that is not YAML |
        | `classes[].name` | text | `namespace/name`, or the name alone; empty for a document that is not YAML |
        | `classes[].findings` | array | what should be changed, in the order of the file |
        | `classes[].findings[].code` | text | one of the codes above, or of a mount |
        | `classes[].findings[].severity` | text | `error`, `warning` or `hint` |
        | `classes[].findings[].line`, `classes[].findings[].column` | number | where in the file, counted from 1 |
        | `classes[].findings[].place` | text | where in the class, such as `spec.parameters.keyvaultName` |
        | `classes[].findings[].what` | text | what is wrong |
        | `classes[].findings[].fix` | text | what to do |
        | `classes[].vault`, `classes[].accessMode` | text | what would be asked, and as whom; absent where there is an error |
        | `classes[].files` | array | what would be mounted; absent where there is an error |
        | `classes[].files[].path`, `classes[].files[].mode` | text | the path in the volume, and the mode in octal |
        | `classes[].files[].object`, `classes[].files[].version` | text | such as `secret/database-password`, and a version's id or `latest` |
        | `classes[].files[].history` | number | how many versions |

        Members may be added; none is removed or changed.

        ## Signals

        | signal | provider | provider-tool mount |
        |---|---|---|
        | SIGTERM, SIGINT | takes no new mounts, ends those under way within 25 s, exits with 0 | ends, leaves the directory as it was, exits with 1 |

        ## Files

        | path | what it is |
        |---|---|
        | `/tmp/azure.sock` | the socket, unless `--endpoint` names another |
        | `/etc/kubernetes` | where environment files of clouds may lie, unless `--cloud-file-directory` names another |
        | `/var/run/secrets/kubernetes.io/serviceaccount/ca.crt` | the cluster's authorities, for the token proxy |
        | `DIR/..data` | the current files of a mounted directory |

        """;

    public static string Make()
    {
        var page = new StringBuilder(Head);
        foreach (var manual in Manuals)
        {
            page.Append(manual.Usage).Append('\n');
        }

        page.Append("```\n");

        page.Append("\nThe daemon takes the container arguments of the Go provider unchanged.\n\n");
        foreach (var manual in Manuals)
        {
            ManualSection.Write(page, manual);
        }

        return page.Append(End.Replace("CODES", Codes(), StringComparison.Ordinal)).ToString();
    }

    private static string Codes() =>
        "| code | severity | meaning |\n|---|---|---|\n" + string.Join('\n', FindingCodes.All.Select(code =>
            $"| `{code.Name}` | {SeverityWords.Of(code.Severity)} | {ManualSection.Cell(code.Meaning)} |"));
}
