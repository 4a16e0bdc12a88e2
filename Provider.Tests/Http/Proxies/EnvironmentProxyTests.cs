using Provider.Http.Proxies;

namespace Provider.Tests.Http.Proxies;

public sealed class EnvironmentProxyTests
{
    private static readonly Uri Vault = new("https://demo.vault.azure.net/");

    [Theory]
    [InlineData("HTTPS_PROXY https_proxy ALL_PROXY all_proxy", "HTTPS_PROXY")]
    [InlineData("https_proxy ALL_PROXY all_proxy", "https_proxy")]
    [InlineData("ALL_PROXY all_proxy", "ALL_PROXY")]
    [InlineData("all_proxy", "all_proxy")]
    public void The_first_variable_in_the_order_of_Go_wins(string given, string used)
    {
        var proxy = Read(given.Split(' ').ToDictionary(name => name, name => $"http://{name.Replace('_', '-')}:3128"));

        Assert.Equal(used.Replace('_', '-'), proxy.GetProxy(Vault)!.Host, ignoreCase: true);
    }

    [Theory]
    [InlineData("HTTP_PROXY")]
    [InlineData("http_proxy")]
    public void A_proxy_for_plain_http_is_not_used_for_Azure(string variable) =>
        Assert.Null(Read(new() { [variable] = "http://proxy:3128" }).GetProxy(Vault));

    [Fact]
    public void An_empty_variable_counts_as_absent() =>
        Assert.Equal("b", Read(new() { ["HTTPS_PROXY"] = "", ["https_proxy"] = "b" }).GetProxy(Vault)!.Host);

    [Theory]
    [InlineData("proxy", "http://proxy:80/")]
    [InlineData("proxy:3128", "http://proxy:3128/")]
    [InlineData("10.0.0.1:3128", "http://10.0.0.1:3128/")]
    [InlineData("http://proxy:3128/path", "http://proxy:3128/")]
    [InlineData("HTTP://proxy", "http://proxy/")]
    [InlineData("https://proxy", "https://proxy/")]
    [InlineData("socks5://proxy", "socks5://proxy:1080/")]
    [InlineData("socks5h://proxy:9050", "socks5://proxy:9050/")]
    [InlineData("http://[fd00::1]:3128", "http://[fd00::1]:3128/")]
    [InlineData(" http://proxy:3128\n", "http://proxy:3128/")]
    public void An_address_may_lack_scheme_and_port(string value, string expected) =>
        Assert.Equal(new Uri(expected), Read(new() { ["HTTPS_PROXY"] = value }).GetProxy(Vault));

    [Theory]
    [InlineData("http://user:p%40ss@proxy:3128", "user", "p@ss")]
    [InlineData("user:p%3Ass@proxy:3128", "user", "p:ss")]
    [InlineData("http://user@proxy:3128", "user", "")]
    public void User_and_password_come_from_the_address_and_are_not_in_it(string value, string user, string password)
    {
        var proxy = Read(new() { ["HTTPS_PROXY"] = value });

        var login = proxy.Credentials!.GetCredential(proxy.Address!, "Basic")!;
        Assert.Equal((user, password), (login.UserName, login.Password));
        Assert.Equal("http://proxy:3128/", proxy.GetProxy(Vault)!.ToString());
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("http://")]
    [InlineData("http://:3128")]
    [InlineData("http://proxy:99999")]
    [InlineData("http://proxy:port")]
    [InlineData("http://proxy:0")]
    [InlineData("http://pro xy:3128")]
    [InlineData("http://[fd00::1:3128")]
    [InlineData("htps://user:hunter2@proxy:3128")]
    [InlineData("ftp://proxy")]
    [InlineData("http:///user:hunter2@proxy:3128")]
    [InlineData("\"http://user:hunter2@proxy:3128\"")]
    public void A_malformed_address_is_refused_by_name_and_not_shown(string value)
    {
        var error = Assert.Throws<InvalidProxyException>(() => Read(new() { ["https_proxy"] = value }));

        Assert.StartsWith("the environment variable https_proxy ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    private static EnvironmentProxy Read(Dictionary<string, string> variables) =>
        EnvironmentProxy.Read(variables.GetValueOrDefault);
}
