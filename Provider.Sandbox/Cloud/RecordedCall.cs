using System.Collections.Immutable;

namespace Provider.Sandbox.Cloud;

/// <summary>A request that the stand-in was sent, and the status it answered.</summary>
/// <param name="Service">Which stand-in: <c>vault</c>, <c>entra</c>, <c>nmi</c> or <c>imds</c>.</param>
/// <param name="Host">The Host header, without a port.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, unescaped as the server sees it.</param>
/// <param name="Query">The query's fields, unescaped.</param>
/// <param name="RawQuery">The query as it was sent.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Form">The fields of a form body; empty for other bodies.</param>
/// <param name="Status">The status that was answered; 0 when the connection was broken instead.</param>
internal sealed record RecordedCall(
    string Service,
    string Host,
    string Method,
    string Path,
    ImmutableDictionary<string, string> Query,
    string RawQuery,
    ImmutableDictionary<string, string> Headers,
    ImmutableDictionary<string, string> Form,
    int Status);
