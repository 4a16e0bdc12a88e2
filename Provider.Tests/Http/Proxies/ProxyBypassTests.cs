using Provider.Http.Proxies;

namespace Provider.Tests.Http.Proxies;

public sealed class ProxyBypassTests
{
    private static readonly string[] Hosts =
        ["demo.vault.azure.net", "azure.net", "10.1.2.3", "10.1.2.3:8443", "[fd00::5]", "[fd00::5]:8443", "127.0.0.1",
            "localhost"];

    // Without a bare 0: whether a group of five digits is an address differs between Go's versions.
    private static readonly string[] Parts =
    [
        "demo", "vault", "azure.net", ".", "*", "*.", ":", ":443", ":8443", "10.1.2.3", "10.1", "/8", "/24", "/0",
        "/33", "[", "]", "fd00::5", "fd00::",
        "::ffff:", "%eth0", " ", "\t", ",", "NET", "localhost", "127.0.0.1", "\u00fc",
    ];

    public static TheoryData<string, string, string> Table() =>
        [.. File.ReadLines(TableFile).Where(line => line[0] != '#').Select(line => line.Split('\t'))
            .Select(row => (row[0], row[1], row[2]))];

    private static string TableFile =>
        Path.Combine(Repository.Root, "Provider.Tests", "Http", "Proxies", "no-proxy.tsv");

    [Theory]
    [MemberData(nameof(Table))]
    public void A_host_is_called_through_the_proxy_exactly_where_Go_does(string host, string noProxy, string way) =>
        Assert.Equal(way, Way(host, noProxy));

    [Fact]
    public async Task Random_texts_are_read_as_Go_reads_them()
    {
        var random = new Random(19);
        List<(string Host, string NoProxy)> cases = [.. Enumerable.Range(0, 20_000).Select(_ => (
            $"https://{Hosts[random.Next(Hosts.Length)]}/",
            string.Concat(random.GetItems(Parts, random.Next(1, 6))).Replace("\t", "", StringComparison.Ordinal)))];

        var expected = await GoProxies.WaysAsync(cases, Patience.Limit);

        Assert.Equal(cases.Count, expected.Length);
        Assert.All(cases.Zip(expected),
            row => Assert.Equal((row.First, row.Second), (row.First, Way(row.First.Host, row.First.NoProxy))));
    }

    private static string Way(string host, string noProxy)
    {
        var proxy = EnvironmentProxy.Read(name => name switch
        {
            "HTTPS_PROXY" => "http://proxy:3128",
            "NO_PROXY" => noProxy,
            _ => null,
        });
        return proxy.GetProxy(new Uri(host)) is null ? "direct" : "proxy";
    }
}
