using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Provider.KeyVault;

/// <summary>A response without its WWW-Authenticate header.</summary>
internal sealed class UnchallengedResponse(Response response) : Response
{
    /// <inheritdoc/>
    public override int Status => response.Status;

    /// <inheritdoc/>
    public override string ReasonPhrase => response.ReasonPhrase;

    /// <inheritdoc/>
    public override Stream? ContentStream
    {
        get => response.ContentStream;
        set => response.ContentStream = value;
    }

    /// <inheritdoc/>
    public override string ClientRequestId
    {
        get => response.ClientRequestId;
        set => response.ClientRequestId = value;
    }

    /// <inheritdoc/>
    public override void Dispose() => response.Dispose();

    /// <inheritdoc/>
    protected override bool ContainsHeader(string name) => !IsHidden(name) && response.Headers.Contains(name);

    /// <inheritdoc/>
    protected override IEnumerable<HttpHeader> EnumerateHeaders() => response.Headers.Where(header => !IsHidden(header.Name));

    /// <inheritdoc/>
    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return !IsHidden(name) && response.Headers.TryGetValue(name, out value);
    }

    /// <inheritdoc/>
    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = null;
        return !IsHidden(name) && response.Headers.TryGetValues(name, out values);
    }

    private static bool IsHidden(string name) => name.Equals("WWW-Authenticate", StringComparison.OrdinalIgnoreCase);
}
