using System.Collections.Immutable;

namespace Provider.Sandbox.Cloud;

/// <summary>Something that goes wrong with a call instead of, or before, its answer.</summary>
internal abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Another answer.</summary>
    /// <param name="Status">Its status.</param>
    /// <param name="Body">Its body.</param>
    /// <param name="ContentType">Its content type.</param>
    /// <param name="Headers">Its headers.</param>
    internal sealed record Answer(
        int Status, string Body = "", string ContentType = "application/json", ImmutableDictionary<string, string>? Headers = null) : Fault;

    /// <summary>The right answer, late.</summary>
    /// <param name="By">How late.</param>
    internal sealed record Delay(TimeSpan By) : Fault;

    /// <summary>The connection breaks without an answer.</summary>
    internal sealed record Abort : Fault;

    /// <summary>No answer ever comes.</summary>
    internal sealed record Hang : Fault;

    /// <summary>An answer that ends before its announced length.</summary>
    internal sealed record Truncate : Fault;

    /// <summary>An answer that begins and then never goes on.</summary>
    internal sealed record Stall : Fault;

    /// <summary>A success with far too large a body.</summary>
    /// <param name="Bytes">How large.</param>
    internal sealed record Huge(long Bytes) : Fault;
}
