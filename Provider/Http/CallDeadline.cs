using Azure.Core;
using Azure.Core.Pipeline;

namespace Provider.Http;

/// <summary>When a mount's calls must be over. It travels with every request, so that no wait begins that cannot end in time.</summary>
/// <remarks>A call that mounts share goes by the deadline of the one that began it.</remarks>
internal static class CallDeadline
{
    private const string Property = "mount-deadline";

    /// <summary>Gives the deadline to all calls that are begun before the scope is disposed of.</summary>
    /// <param name="deadline">The mount's deadline.</param>
    public static IDisposable Begin(DateTimeOffset deadline) =>
        HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [Property] = deadline });

    /// <summary>A request's deadline; none outside of mounts.</summary>
    /// <param name="message">The request.</param>
    public static DateTimeOffset? Of(HttpMessage message) =>
        message.TryGetProperty(Property, out var value) ? value as DateTimeOffset? : null;
}
