using Azure;

namespace Provider.Http;

/// <summary>What came of one try of a call: an answer or an error, and how long it took.</summary>
/// <param name="Answer">The answer, whatever its status; none when there is an error.</param>
/// <param name="Error">Why there was no answer.</param>
/// <param name="Duration">From the request to the end of the answer.</param>
/// <param name="Waited">From the first try of the call to the end of this one.</param>
/// <param name="OutlastsMount">Whether the answer asks for a wait that the mount's deadline would cut short.</param>
internal sealed record CallOutcome(Response? Answer, Exception? Error, TimeSpan Duration, TimeSpan Waited, bool OutlastsMount = false);
