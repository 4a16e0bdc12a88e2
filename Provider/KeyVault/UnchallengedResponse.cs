using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Provider.KeyVault;

/// <summary>A response without its WWW-Authenticate header.</summary>
internal sealed class UnchallengedResponse(Response response) : Response
{
    public override int Status => response.Status;

    public override string ReasonPhrase => response.ReasonPhrase;

    public override Stream? ContentStream
    {
        get => response.ContentStream;
        set => response.ContentStream = value;
    }

    public override string ClientRequestId
    {
        get => response.ClientRequestId;
        set => response.ClientRequestId = value;
    }

    public override void Dispose() => response.Dispose();

    protected override bool ContainsHeader(string name) => !IsHidden(name) && response.Headers.Contains(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() =>
        response.Headers.Where(header => !IsHidden(header.Name));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return !IsHidden(name) && response.Headers.TryGetValue(name, out value);
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = null;
        return !IsHidden(name) && response.Headers.TryGetValues(name, out values);
    }

    private static bool IsHidden(string name) => name.Equals("WWW-Authenticate", StringComparison.OrdinalIgnoreCase);
}
