namespace Provider.Identity.TokenProxy;

/// <summary>Where the cluster's token proxy is, and how it is recognised.</summary>
/// <param name="Url">The proxy's address, <c>https</c>, maybe with a path.</param>
/// <param name="ServerName">The name it shows in TLS; none to work it out from the API server's certificate.</param>
/// <param name="ApiServer">The API server's address.</param>
/// <param name="AuthorityFile">The PEM file with the cluster's certificate authorities.</param>
internal sealed record TokenProxySettings(Uri Url, string? ServerName, Uri ApiServer, string AuthorityFile);
