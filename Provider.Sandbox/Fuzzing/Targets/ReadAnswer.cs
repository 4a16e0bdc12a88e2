using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Provider.Sandbox.Fuzzing.Targets;

/// <summary>An answer that has been read: a status and a body.</summary>
internal sealed class ReadAnswer(byte[] body, int status = 403) : Response
{
    /// <inheritdoc/>
    public override int Status => status;

    /// <inheritdoc/>
    public override string ReasonPhrase => "Forbidden";

    /// <inheritdoc/>
    public override Stream? ContentStream { get; set; } = new MemoryStream(body, 0, body.Length, writable: false, publiclyVisible: true);

    /// <inheritdoc/>
    public override string ClientRequestId { get; set; } = "";

    /// <inheritdoc/>
    public override void Dispose()
    {
    }

    /// <inheritdoc/>
    protected override bool ContainsHeader(string name) => false;

    /// <inheritdoc/>
    protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

    /// <inheritdoc/>
    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return false;
    }

    /// <inheritdoc/>
    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = null;
        return false;
    }
}
