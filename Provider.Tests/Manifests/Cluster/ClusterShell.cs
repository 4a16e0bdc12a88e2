using System.Diagnostics;

namespace Provider.Tests.Manifests.Cluster;

/// <summary>Runs the shell commands of a page against the stub API, with the real helm and kubectl.</summary>
internal sealed class ClusterShell : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("provider-cluster-").FullName;

    public ClusterShell(StubApi api)
    {
        File.WriteAllText(Path.Combine(folder, "config"), $$$"""
            {"apiVersion": "v1", "kind": "Config", "current-context": "stub", "users": [{"name": "stub", "user": {}}],
             "clusters": [{"name": "stub", "cluster": {"server": "{{{api.Url}}}"}}],
             "contexts": [{"name": "stub", "context": {"cluster": "stub", "user": "stub", "namespace": "default"}}]}
            """);
        foreach (var tool in new[] { "helm", "kubectl" })
        {
            var binary = Environment.GetEnvironmentVariable(tool.ToUpperInvariant());
            if (string.IsNullOrEmpty(binary))
            {
                Assert.Skip($"{tool.ToUpperInvariant()} does not name a binary; .ci/run installs one");
            }

            File.CreateSymbolicLink(Path.Combine(folder, tool), Path.GetFullPath(binary));
        }
    }

    /// <summary>Runs commands from the repository's top; their output, after a failure too.</summary>
    public async Task<(int Status, string Output)> RunAsync(string commands)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", "exec 2>&1\n" + commands])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true,
            Environment =
            {
                ["KUBECONFIG"] = Path.Combine(folder, "config"), ["HOME"] = folder,
                ["PATH"] = folder + ":" + Environment.GetEnvironmentVariable("PATH"),
            },
        };
        using var bash = Process.Start(start)!;
        var output = await bash.StandardOutput.ReadToEndAsync(Patience.Limit);
        await bash.WaitForExitAsync(Patience.Limit);
        return (bash.ExitCode, output);
    }

    /// <summary>Runs commands that must succeed; their output.</summary>
    public async Task<string> SucceedAsync(string commands)
    {
        var (status, output) = await RunAsync(commands);
        Assert.True(status == 0, $"{commands}\n{output}");
        return output;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
