using System.Diagnostics;

namespace Provider.Tests.Http.Proxies;

/// <summary>
/// Runs golang.org/x/net/http/httpproxy (Debian packages golang-go and golang-golang-x-net-dev) as the judge of our
/// reading.
/// </summary>
internal static class GoProxies
{
    private const string Packages = "/usr/share/gocode";

    public static async Task<string[]> WaysAsync(
        IEnumerable<(string Host, string NoProxy)> cases, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/go") && Directory.Exists(Packages + "/src/golang.org/x/net/http/httpproxy"),
            "golang-go or golang-golang-x-net-dev is not installed on this machine");
        var folder = Directory.CreateTempSubdirectory("judge-");
        try
        {
            var start =
                new ProcessStartInfo("/usr/bin/go") { RedirectStandardInput = true, RedirectStandardOutput = true };
            start.ArgumentList.Add("run");
            start.ArgumentList.Add(Path.Combine(Repository.Root, "Provider.Tests", "Http", "Proxies", "judge.go"));
            start.Environment["GO111MODULE"] = "off";
            start.Environment["GOPATH"] = Packages;
            start.Environment["GOCACHE"] = folder.FullName;
            using var judge = Process.Start(start)!;
            var output = judge.StandardOutput.ReadToEndAsync(cancellationToken);
            foreach (var (host, noProxy) in cases)
            {
                await judge.StandardInput.WriteAsync($"{host}\t{noProxy}\n".AsMemory(), cancellationToken);
            }

            judge.StandardInput.Close();
            await judge.WaitForExitAsync(cancellationToken);
            Assert.Equal(0, judge.ExitCode);
            return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
