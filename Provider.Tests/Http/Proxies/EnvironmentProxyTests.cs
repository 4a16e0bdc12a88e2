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
    [InlineData("http://fd00::1:3128", "http://[fd00::1]:3128/")]
    [InlineData("http://proxy:", "http://proxy/")]
    [InlineData("http://proxy:080", "http://proxy/")]
    [InlineData("http://proxy?x=1", "http://proxy/")]
    [InlineData("socks4://proxy", "socks4://proxy:1080/")]
    [InlineData("socks4a://proxy:1", "socks4a://proxy:1/")]
    [InlineData(" http://proxy:3128\n", "http://proxy:3128/")]
    public void An_address_may_lack_scheme_and_port(string value, string expected) =>
        Assert.Equal(new Uri(expected), Read(new() { ["HTTPS_PROXY"] = value }).GetProxy(Vault));

    [Fact]
    public void An_IPv6_address_may_have_a_zone() =>
        Assert.Equal("fe80::1%eth0", Read(new() { ["HTTPS_PROXY"] = "http://[fe80::1%25eth0]" }).Address!.IdnHost);

    [Theory]
    [InlineData("http://user:p%40ss@proxy:3128", "user", "p@ss")]
    [InlineData("user:p%3Ass@proxy:3128", "user", "p:ss")]
    [InlineData("http://user@proxy:3128", "user", "")]
    [InlineData("http://user:p@ss@proxy:3128", "user", "p@ss")]
    [InlineData("http://a:b:c@proxy:3128", "a", "b:c")]
    [InlineData("http://user%3Aname:p%25@proxy:3128", "user:name", "p%")]
    [InlineData("http://domain\\user:p ss@proxy:3128", "domain\\user", "p ss")]
    [InlineData("http://:p%C3%A4@proxy:3128", "", "pä")]
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
    [InlineData("http://user:hunter2%zz@proxy")]
    [InlineData("http://user:hunter2%4@proxy")]
    [InlineData("http://hunter2%ss:p@proxy")]
    [InlineData("http://user:hunter2%E4@proxy")]
    [InlineData("http://user:hunter2\u0001@proxy")]
    [InlineData("http://user:#hunter2@proxy")]
    [InlineData("http://user:/hunter2@proxy")]
    [InlineData("http://proxy/%zz")]
    [InlineData("http:/proxy")]
    [InlineData("http:proxy")]
    [InlineData("//proxy")]
    [InlineData("fd00::1")]
    [InlineData("proxy:3128:80")]
    [InlineData("http://[fd00::1%eth0]:3128")]
    [InlineData("http://[fd00::1]x:3128")]
    [InlineData("http://[10.0.0.1]:3128")]
    [InlineData("http://010.0.0.1:3128")]
    [InlineData("http://1:3128")]
    [InlineData("http://proxy,http://other")]
    public void A_malformed_address_is_refused_by_name_and_not_shown(string value)
    {
        var error = Assert.Throws<InvalidProxyException>(() => Read(new() { ["https_proxy"] = value }));

        Assert.StartsWith("the environment variable https_proxy ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    private static EnvironmentProxy Read(Dictionary<string, string> variables) =>
        EnvironmentProxy.Read(variables.GetValueOrDefault);
}
