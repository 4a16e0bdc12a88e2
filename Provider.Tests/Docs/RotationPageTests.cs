using Provider.Tests.EndToEnd;
using Provider.Tests.Parameters;

namespace Provider.Tests.Docs;

/// <summary>The series that the rotation page has an alert on is the one that a failing repeat leaves.</summary>
public sealed class RotationPageTests
{
    [Fact]
    public async Task A_failing_repeat_is_in_the_series_that_the_page_watches()
    {
        Assert.Contains(
            "azure_keyvault_provider_mounts_total{phase=\"remount\",error!=\"\"}",
            MarkdownPage.Read("docs/rotation.md").Text, StringComparison.Ordinal);
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        var one = ValidRequest.Entries("objectName: one\nobjectType: secret");
        await stage.MountAsync(one);
        stage.Vault.Refused[Stage.ClientId] = "ForbiddenByRbac";

        await stage.FailAsync(one);

        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(
            new Uri($"http://127.0.0.1:{stage.Provider.MetricsPort}/metrics"), Patience.Limit);
        // Servers of other tests in this process are on the page too.
        Assert.Contains(
            metrics.Split('\n'),
            line => line.StartsWith("azure_keyvault_provider_mounts_total{", StringComparison.Ordinal)
                && line.Contains("phase=\"remount\"", StringComparison.Ordinal)
                && line.Contains("error=\"vault-forbidden\"", StringComparison.Ordinal));
    }
}
