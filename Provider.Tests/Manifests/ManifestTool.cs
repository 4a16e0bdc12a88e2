using System.Diagnostics;

namespace Provider.Tests.Manifests;

/// <summary>Helm or kubectl, whichever the environment names.</summary>
internal static class ManifestTool
{
    /// <summary>What kubectl makes of a folder with a kustomization.</summary>
    public static string Kustomize(string folder) =>
        Succeed("KUBECTL", "kustomize", Path.Combine(Repository.Root, "manifests", folder));

    /// <summary>What kubectl makes of the base with some components, given by their absolute paths.</summary>
    public static string KustomizeComponents(IReadOnlyList<string> components)
    {
        var folder = Directory.CreateTempSubdirectory("provider-components-").FullName;
        try
        {
            string Relative(string path) => Path.GetRelativePath(folder, path);
            File.WriteAllLines(Path.Combine(folder, "kustomization.yaml"),
            [
                "namespace: kube-system",
                $"resources: ['{Relative(Path.Combine(Repository.Root, "manifests/base"))}']",
                "components:", .. components.Select(component => $"- '{Relative(component)}'"),
            ]);
            return Succeed("KUBECTL", "kustomize", "--load-restrictor", "LoadRestrictionsNone", folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What helm makes of the chart with some values set.</summary>
    public static string Template(string values) => Succeed("HELM", Arguments(values));

    /// <summary>What helm makes of the chart with values given by another option than --set, or by several.</summary>
    public static string TemplateWith(params string[] options) => Succeed("HELM", [.. Arguments(""), .. options]);

    /// <summary>Helm's refusal of some values.</summary>
    public static string Refusal(string values)
    {
        var (code, _, error) = Run("HELM", Arguments(values));
        Assert.NotEqual(0, code);
        return error;
    }

    /// <summary>Runs a tool that must succeed; skips the test where it is missing.</summary>
    public static string Succeed(string variable, params string[] arguments)
    {
        var (code, output, error) = Run(variable, arguments);
        Assert.True(code == 0, $"{variable} {string.Join(' ', arguments)}: {error}{output}");
        return output;
    }

    private static string[] Arguments(string values) =>
    [
        "template", "provider", Path.Combine(Repository.Root, "manifests/chart"), "--namespace", "kube-system",
        .. values.Length == 0 ? Array.Empty<string>() : ["--set", values],
    ];

    private static (int Code, string Output, string Error) Run(string variable, params string[] arguments)
    {
        var file = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(file))
        {
            Assert.Skip($"{variable} does not name a binary; .ci/run installs one");
        }

        using var process = Process.Start(
            new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
