using System.Runtime.InteropServices;

namespace Provider.Hosting;

/// <summary>Prevents .NET from loading the machine's certificates.</summary>
// It loads all of them before it verifies its first chain, also where a policy brings its own roots and uses none of
// the machine's (OpenSslX509ChainProcessor.InitiateChain). There is no setting; only these variables, which it reads
// from the C library's environment at that moment. Child processes are not affected, and no other code of the process
// reads them.
internal static partial class DotNetTrustStore
{
    // Neither is a regular file or a folder, so .NET skips it.
    private const string Nothing = "/dev/null";

    public static void Empty()
    {
        _ = SetVariable("SSL_CERT_FILE", Nothing, overwrite: 1);
        _ = SetVariable("SSL_CERT_DIR", Nothing, overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
