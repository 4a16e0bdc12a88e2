using System.Collections.Immutable;

namespace Provider.Sandbox.Cloud;

/// <summary>The faults of a call, as a closed set.</summary>
internal abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Another response replaces the service's own.</summary>
    internal sealed record Respond(
        int Status, string Body = "", string ContentType = "application/json",
        ImmutableDictionary<string, string>? Headers = null) : Fault;

    /// <summary>The service's own response after a delay. Later rules still apply.</summary>
    internal sealed record Delay(TimeSpan By) : Fault;

    /// <summary>The connection breaks without a response.</summary>
    internal sealed record Abort : Fault;

    /// <summary>No response, until the caller closes the connection.</summary>
    internal sealed record Hang : Fault;

    /// <summary>The service's own response, cut off after a number of bytes when the connection is closed.</summary>
    internal sealed record Truncate(int After = 10) : Fault;

    /// <summary>The service's own response begins, and stops until the caller closes the connection.</summary>
    internal sealed record Stall(int After = 10) : Fault;

    /// <summary>The service's own response comes in pieces, with a pause before each.</summary>
    internal sealed record Drip(int BytesAtATime, TimeSpan Pause) : Fault;

    /// <summary>A success with a JSON body of so many bytes: more than a client should read.</summary>
    internal sealed record Huge(long Bytes) : Fault;

    /// <summary>A redirect.</summary>
    public static Fault Redirect(Uri location, int status = 302) =>
        new Respond(status, ContentType: "",
            Headers: ImmutableDictionary<string, string>.Empty.Add("Location", location.AbsoluteUri));

    /// <summary>Key Vault's response to a caller that is throttled.</summary>
    public static Fault Throttled(TimeSpan? retryAfter) => Of(Vault.VaultErrors.Throttled(retryAfter));

    /// <summary>A proxy or gateway responds in the service's place, with a page of HTML.</summary>
    public static Fault Html(int status) => new Respond(
        status, $"<html><head><title>{status}</title></head><body><h1>Blocked</h1></body></html>", "text/html");

    /// <summary>One of the services' own responses, sent at another time.</summary>
    public static Fault Of(CloudResponse response) => new Respond(
        response.Status, System.Text.Encoding.UTF8.GetString(response.Body.Span), response.ContentType,
        response.Headers.ToImmutableDictionary());
}
