using System.Text.RegularExpressions;
using Grpc.Core;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Tests.EndToEnd;

namespace Provider.Tests.Docs;

/// <summary>The messages that the guides show are the ones that a mount gives when that step is left out.</summary>
public sealed partial class ForgottenStepTests
{
    // Long enough for a second try of what is worth one; the guides show the message, not the wait.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(4);

    public static TheoryData<string> Steps => [.. ForgottenStep.All.Keys];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task The_message_of_a_forgotten_step_is_the_one_that_the_guide_shows(string step)
    {
        Assert.SkipWhen(
            step == "service-account-mount" && File.Exists("/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"),
            "this machine is itself a pod with a service account");
        var shown = Shown().Where(block => block.MarkValue == step).ToList();

        var message = Folded(await MessageAsync(ForgottenStep.All[step]));

        Assert.True(shown.Count > 0, $"no page shows <!-- forgotten: {step} -->: {message}");
        Assert.All(shown, block => Assert.Equal(message, Folded(block.Text)));
    }

    [Fact]
    public void Every_message_that_the_guides_show_is_produced_by_a_test() =>
        Assert.Empty(Shown().Select(block => block.MarkValue).Except(ForgottenStep.All.Keys));

    private static IEnumerable<CodeBlock> Shown() =>
        MarkdownPage.Names.SelectMany(name => MarkdownPage.Read(name).Blocks).Where(block => block.Mark == "forgotten");

    private static async Task<string> MessageAsync(ForgottenStep step)
    {
        var target = Directory.CreateTempSubdirectory("forgotten-");
        try
        {
            await using var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
            await using var provider = await ProviderBinary.StartAsync(cloud, [], Patience.Limit);
            using var driver = new FakeDriver(provider.SocketPath, TimeProvider.System);
            var request = step.Request(cloud, target.FullName);
            await step.LeaveOutAsync(cloud);
            var error =
                await Assert.ThrowsAsync<RpcException>(() => driver.MountAsync(request, Deadline, Patience.Limit));
            return $"{error.StatusCode}: {error.Status.Detail}";
        }
        finally
        {
            target.Delete(recursive: true);
        }
    }

    // The guide breaks lines, shows the wait that kubelet allows, and finds NMI at its own port.
    private static string Folded(string text) =>
        Port().Replace(Waited().Replace(Blanks().Replace(text.Trim(), " "), "for N s"), "127.0.0.1:PORT");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"for [\d.]+ s\b")]
    private static partial Regex Waited();

    [GeneratedRegex(@"127\.0\.0\.1:\d+/?")]
    private static partial Regex Port();
}
