using System.Text.RegularExpressions;

namespace Provider.Tests.Docs;

/// <summary>What the page for deciders says of tests is what CI does.</summary>
public sealed partial class DecidingPageTests
{
    private static readonly string Page = MarkdownPage.Read("docs/deciding.md").Text;

    [Fact]
    public void The_support_matrix_says_of_the_other_architecture_what_CI_does_with_it()
    {
        var run = File.ReadAllText(Path.Combine(Repository.Root, ".ci/run"));

        Assert.Contains(
            "CI cross-compiles arm64, starts its image's file system under qemu and mounts two of the examples", Page,
            StringComparison.Ordinal);
        Assert.Contains(".ci/publish Provider \"$other\"", run, StringComparison.Ordinal);
        Assert.Contains("--provider \"artifacts/image-$other/provider\"", run, StringComparison.Ordinal);
        Assert.Contains("for example in pod-identity synced-secrets;", run, StringComparison.Ordinal);
    }

    [Fact]
    public void The_oldest_Kubernetes_is_that_of_the_chart()
    {
        var chart = File.ReadAllText(Path.Combine(Repository.Root, "manifests/chart/Chart.yaml"));
        var oldest = ChartVersion().Match(chart).Groups[1].Value;
        Assert.Contains($"| Kubernetes | {oldest} and later", Page, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"kubeVersion: "">=(\d+\.\d+)\.")]
    private static partial Regex ChartVersion();
}
