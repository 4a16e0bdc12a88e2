namespace Provider.Http.Proxies;

/// <summary>An environment variable does not hold a proxy's address: the provider must not start and call Azure past the proxy.</summary>
internal sealed class InvalidProxyException(string variable, string problem) : IOException(
    $"the environment variable {variable} {problem}. Set it to the proxy's address, such as http://proxy.example.com:3128, or remove it.");
