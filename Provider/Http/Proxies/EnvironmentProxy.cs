using System.Net;

namespace Provider.Http.Proxies;

/// <summary>The proxy of calls to the cloud, read as golang.org/x/net/http/httpproxy reads its variables.</summary>
// The Go provider reads its variables with that package, and .NET's own reading differs in most forms of NO_PROXY.
// ALL_PROXY is an addition, which the package does not support.
internal sealed class EnvironmentProxy : IWebProxy
{
    // Upper case first, as in Go; .NET reads lower case first.
    private static readonly string[] Variables = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    private static readonly string[] BypassVariables = ["NO_PROXY", "no_proxy"];

    private readonly ProxyBypass bypass;

    private EnvironmentProxy(Uri? address, ICredentials? credentials, ProxyBypass bypass) =>
        (Address, Credentials, this.bypass) = (address, credentials, bypass);

    /// <summary>The proxy's address, without user and password; null if calls go to their hosts directly.</summary>
    public Uri? Address { get; }

    public ICredentials? Credentials { get; set; }

    /// <exception cref="InvalidProxyException">The proxy's address is malformed.</exception>
    public static EnvironmentProxy Read(Func<string, string?> variable)
    {
        var bypass = ProxyBypass.Parse(First(BypassVariables, variable).Value);
        var (name, value) = First(Variables, variable);
        if (value.Length == 0)
        {
            return new EnvironmentProxy(null, null, bypass);
        }

        var address = ProxyAddress.Parse(name, value);
        return new EnvironmentProxy(address.Server, address.Credentials, bypass);
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : Address;

    public bool IsBypassed(Uri host) =>
        Address is null || host.Scheme != Uri.UriSchemeHttps || bypass.Matches(host.DnsSafeHost, host.Port);

    private static (string Name, string Value) First(string[] names, Func<string, string?> variable)
    {
        foreach (var name in names)
        {
            if (variable(name) is { Length: > 0 } value)
            {
                return (name, value);
            }
        }

        return ("", "");
    }
}
