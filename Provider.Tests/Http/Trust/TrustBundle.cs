using System.Diagnostics;

namespace Provider.Tests.Http.Trust;

/// <summary>A bundle of authorities, replaced in each of the ways in which files are.</summary>
internal static class TrustBundle
{
    public static string In(DirectoryInfo folder) => Path.Combine(folder.FullName, "bundle.pem");

    public static void Write(DirectoryInfo folder, string way, string pem, string version)
    {
        var bundle = In(folder);
        switch (way)
        {
            case "renamed":
                File.WriteAllText(bundle + ".new", pem);
                File.Move(bundle + ".new", bundle, overwrite: true);
                break;
            case "in place":
                File.WriteAllText(bundle, pem);
                break;
            default:
                Swap(folder, pem, version);
                break;
        }
    }

    // As kubelet does: a link to a link that is renamed over the old one.
    private static void Swap(DirectoryInfo folder, string pem, string version)
    {
        var bundle = In(folder);
        var data = Path.Combine(folder.FullName, "..data");
        File.WriteAllText(Path.Combine(folder.CreateSubdirectory(version).FullName, "bundle.pem"), pem);
        File.CreateSymbolicLink(data + "_tmp", version);
        using (var renamed = Process.Start("mv", ["--no-target-directory", data + "_tmp", data]))
        {
            renamed.WaitForExit();
            Assert.Equal(0, renamed.ExitCode);
        }

        if (!File.Exists(bundle))
        {
            File.CreateSymbolicLink(bundle, "..data/bundle.pem");
        }
    }
}
