using System.Text.Json;
using System.Text.RegularExpressions;
using Provider.Tests.Content;
using Provider.Tests.EndToEnd;
using Provider.Tests.Parameters;

namespace Provider.Tests.Telemetry;

public sealed class MountLogTests
{
    private static readonly string One = ValidRequest.Entries("objectName: one\nobjectType: secret");

    /// <summary>Certificates that make no chain: something to remark on.</summary>
    private static readonly string Loose = TestChain.Pem(TestChain.Shared.Root, TestChain.Shared.Leaf);

    [Fact]
    public async Task A_mount_is_one_line_with_everything_to_find_it_by()
    {
        await using var stage = await StartAsync("--log-format-json");
        await stage.MountAsync(One);

        var line = Assert.Single(Lines(stage, "Mount")).RootElement;
        Assert.Equal("mounted", line.GetProperty("msg").GetString());
        Assert.Equal("shop/app-0", line.GetProperty("pod").GetString());
        Assert.Equal("shop-secrets", line.GetProperty("secretProviderClass").GetString());
        Assert.Equal("pod-identity", line.GetProperty("accessMode").GetString());
        Assert.Equal("demo", line.GetProperty("vault").GetString());
        Assert.Equal("first", line.GetProperty("phase").GetString());
        Assert.Equal(1, line.GetProperty("objects").GetInt32());
        Assert.True(line.GetProperty("milliseconds").GetDouble() > 0);
        Assert.Matches("^[0-9a-f]{32}$", line.GetProperty("trace").GetString());
    }

    [Fact]
    public async Task A_failed_mount_is_one_line_with_its_code()
    {
        await using var stage = await StartAsync("--log-format-json");
        await stage.FailAsync(ValidRequest.Entries("objectName: gone\nobjectType: secret"));

        var line = Assert.Single(Lines(stage, "Mount")).RootElement;
        Assert.Equal("mount failed", line.GetProperty("msg").GetString());
        Assert.Equal("object-not-found", line.GetProperty("code").GetString());
        Assert.Equal("pod-identity", line.GetProperty("accessMode").GetString());
        Assert.Equal("first", line.GetProperty("phase").GetString());
        Assert.Matches("^[0-9a-f]{32}$", line.GetProperty("trace").GetString());
    }

    [Theory]
    [InlineData("array: []")]
    [InlineData("{")]
    public async Task A_failure_to_read_the_class_names_pod_class_and_target_path(string objects)
    {
        await using var stage = await StartAsync("--log-format-json");
        var request = stage.Request(objects);
        await stage.FailAsync(request);

        var line = Assert.Single(Lines(stage, "Mount")).RootElement;
        Assert.Equal("mount failed", line.GetProperty("msg").GetString());
        Assert.Equal("shop/app-0", line.GetProperty("pod").GetString());
        Assert.Equal("shop-secrets", line.GetProperty("secretProviderClass").GetString());
        Assert.Equal(request.TargetPath, line.GetProperty("targetPath").GetString());
    }

    [Fact]
    public async Task A_request_that_is_not_json_is_logged_with_its_target_path()
    {
        await using var stage = await StartAsync("--log-format-json");
        var request = stage.Request(One);
        request.Attributes = "no";
        await stage.FailAsync(request);

        Assert.Equal(request.TargetPath, Assert.Single(Lines(stage, "Mount")).RootElement.GetProperty("targetPath")
            .GetString());
    }

    [Fact]
    public async Task A_class_that_was_broken_after_the_first_mount_fails_as_a_repeat()
    {
        await using var stage = await StartAsync("--log-format-json");
        await stage.MountAsync(One);
        await stage.FailAsync(ValidRequest.Entries("objectName: one\nobjectType: nonsense"));

        Assert.Equal("remount", Lines(stage, "Mount")[^1].RootElement.GetProperty("phase").GetString());
    }

    [Fact]
    public async Task All_lines_of_a_mount_name_one_trace_and_the_next_mount_has_another()
    {
        await using var stage = await StartAsync("--log-format-json", "-v=2");
        await stage.MountAsync(One);
        var first = Traces(stage);
        await stage.MountAsync(One);

        Assert.Single(first);
        Assert.Equal(2, Traces(stage).Count);
        Assert.Contains("token issued", stage.Provider.Output, StringComparison.Ordinal);
        Assert.Contains("object read", stage.Provider.Output, StringComparison.Ordinal);
        Assert.Contains("targetPath", stage.Provider.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remark_is_reported_once_and_again_when_the_content_is_another()
    {
        await using var stage = await StartAsync();
        stage.Vault.SetCertificateSecret("cert", Loose, "application/x-pem-file");
        var entry = ValidRequest.Entries("objectName: cert\nobjectType: secret");
        await stage.MountAsync(entry);
        await stage.MountAsync(entry);
        Assert.Equal(1, Remarks());

        stage.Vault.SetCertificateSecret("cert", Loose, "application/x-pem-file");
        await stage.MountAsync(entry);
        Assert.Equal(2, Remarks());

        int Remarks() => Regex.Count(stage.Provider.Output, "mounted with a warning");
    }

    private static async Task<Stage> StartAsync(params string[] arguments)
    {
        var stage = await Stage.StartAsync("here", arguments);
        stage.Vault.SetSecret("one", "value");
        return stage;
    }

    private static List<JsonDocument> Lines(Stage stage, string logger) =>
        [.. from line in stage.Provider.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            let json = JsonDocument.Parse(line)
            where json.RootElement.GetProperty("logger").GetString()!.StartsWith(logger, StringComparison.Ordinal)
            select json];

    private static HashSet<string> Traces(Stage stage) =>
        [.. from line in Lines(stage, "")
            where line.RootElement.TryGetProperty("trace", out _)
            select line.RootElement.GetProperty("trace").GetString()];
}
