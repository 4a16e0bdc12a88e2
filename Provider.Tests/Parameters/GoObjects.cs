using System.Diagnostics;
using System.Text.Json;

namespace Provider.Tests.Parameters;

/// <summary>What Go's yaml.v3 (Debian package golang-gopkg-yaml.v3-dev) reads in texts of <c>objects</c>.</summary>
internal static class GoObjects
{
    private const string Packages = "/usr/share/gocode";

    /// <summary>The entries of each text; null where the Go provider refuses it.</summary>
    public static async Task<List<List<GoEntry>?>> ReadAsync(
        IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/go") && Directory.Exists(Packages + "/src/gopkg.in/yaml.v3"),
            "golang-go or golang-gopkg-yaml.v3-dev is not installed on this machine");
        var folder = Directory.CreateTempSubdirectory("judge-");
        try
        {
            var start = new ProcessStartInfo("/usr/bin/go")
            {
                RedirectStandardInput = true, RedirectStandardOutput = true,
                ArgumentList =
                {
                    "run", Path.Combine(Repository.Root, "Provider.Tests", "Parameters", "judge.go"),
                },
                Environment = { ["GO111MODULE"] = "off", ["GOPATH"] = Packages, ["GOCACHE"] = folder.FullName },
            };
            using var judge = Process.Start(start)!;
            var output = judge.StandardOutput.ReadToEndAsync(cancellationToken);
            foreach (var text in texts)
            {
                await judge.StandardInput.WriteAsync(
                    $"{JsonSerializer.Serialize(text)}\n".AsMemory(), cancellationToken);
            }

            judge.StandardInput.Close();
            await judge.WaitForExitAsync(cancellationToken);
            Assert.Equal(0, judge.ExitCode);
            return [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<List<GoEntry>>(line))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

/// <summary>An entry as the Go provider reads it.</summary>
internal sealed record GoEntry(
    string ObjectName, string ObjectAlias, string ObjectVersion, int ObjectVersionHistory, string ObjectType,
    string ObjectFormat, string ObjectEncoding, string FilePermission);
