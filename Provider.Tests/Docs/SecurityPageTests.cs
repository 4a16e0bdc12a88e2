using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Provider.Http;
using Provider.Sandbox.Cloud;
using Provider.Tests.EndToEnd;

namespace Provider.Tests.Docs;

/// <summary>
/// The security page: each defence that it claims has the test that it names, in the component that it names.
/// </summary>
public sealed partial class SecurityPageTests
{
    private readonly MarkdownPage page = MarkdownPage.Read("docs/security.md");

    [Theory]
    [InlineData("docs/security.md")]
    [InlineData("docs/memory.md")]
    public void Every_test_that_a_page_names_exists_and_runs(string path)
    {
        var named = NamedTest().Matches(MarkdownPage.Read(path).Text)
            .Select(match => (Class: match.Groups["class"].Value, Method: match.Groups["method"].Value)).ToList();
        Assert.NotEmpty(named);
        foreach (var (type, method) in named)
        {
            var found = typeof(SecurityPageTests).Assembly.GetTypes().Where(one => one.Name == type)
                .Select(one => one.GetMethod(method)).OfType<MethodInfo>();
            Assert.True(found.Any(one => one.GetCustomAttributes().Any(attribute => attribute is FactAttribute)),
                $"{type}.{method} is not a test");
        }
    }

    [Fact]
    public void Every_row_of_a_defence_names_its_test() =>
        Assert.All(
            page.Text.Split('\n').Where(line => DefenceRow().IsMatch(line))
                .Select(line => line.TrimEnd(' ', '|').Split('|')[^1].Trim()),
            cell => Assert.Matches(NamedTest(), cell));

    private static readonly string[] Programs = ["Provider", "Provider.Tool"];

    [Fact]
    public void Every_component_that_the_page_names_is_a_folder() =>
        Assert.All(
            DefenceRow().Matches(page.Text).SelectMany(match => Word().Matches(match.Groups["components"].Value))
                .Select(match => match.Value),
            component => Assert.True(
                Programs.Any(program => Directory.Exists(Path.Combine(Repository.Root, program, component))),
                component));

    [Fact]
    public async Task The_process_leaves_no_core_dump()
    {
        await using var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        await using var provider = await ProviderBinary.StartAsync(cloud, [], Patience.Limit);

        var limits = await File.ReadAllLinesAsync($"/proc/{provider.Process.Id}/limits", Patience.Limit);

        Assert.Matches(
            @"^Max core file size +0 +0 ",
            Assert.Single(limits, line => line.StartsWith("Max core file size", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_vault_that_no_authority_vouches_for_receives_no_request()
    {
        await using var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        cloud.Vaults["demo"].SetSecret("one", "1");
        using var handler = Transports.CloudHandler();
        handler.Proxy = new WebProxy(cloud.Proxy);
        using var client = new HttpClient(handler);

        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => client.GetAsync(new Uri("https://demo.vault.azure.net/secrets/one"), Patience.Limit));

        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
        Assert.Equal(1, cloud.Connections);
        Assert.Empty(cloud.Calls.All);
    }

    [GeneratedRegex("`(?<class>[A-Z][A-Za-z0-9]+Tests)\\.(?<method>[A-Z]\\w+)`")]
    private static partial Regex NamedTest();

    // Four columns: the threat, the defence, its components, its tests.
    [GeneratedRegex(@"^\| [^|]+ \| [^|]+ \| (?<components>(`[A-Z]\w+`(, )?)+) \| .* \|\r?$", RegexOptions.Multiline)]
    private static partial Regex DefenceRow();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
