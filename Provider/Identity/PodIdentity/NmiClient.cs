using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Http;
using Provider.Model;

namespace Provider.Identity.PodIdentity;

/// <summary>Asks NMI, on the node's loopback address, for the token of the identity that is bound to a pod.</summary>
/// <param name="endpoint">NMI's address, such as <c>http://127.0.0.1:2579</c>: NMI answers requests from exactly that peer.</param>
/// <param name="settings">How calls are made, without a proxy.</param>
/// <param name="time">The clock.</param>
internal sealed class NmiClient(Uri endpoint, CallSettings settings, TimeProvider time)
{
    /// <summary>A failure that took longer than this came after NMI's own tries; kubelet comes back sooner than a further one would end.</summary>
    private static readonly TimeSpan SlowFailure = TimeSpan.FromSeconds(60);

    // No short limit for one try: while an identity is being assigned NMI itself waits up to 112 s before it answers.
    private static readonly RetryRules Rules = new(
        "nmi",
        outcome => outcome.Duration < SlowFailure && IsWorthAnotherTry(outcome),
        FirstDelay: TimeSpan.FromSeconds(1),
        LongestDelay: TimeSpan.FromSeconds(8),
        TryTimeout: TimeSpan.FromSeconds(120));

    private readonly HttpPipeline pipeline = settings.Pipeline(Rules);

    /// <summary>Asks until there is a token, a final refusal, or no time left.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="resource">What the token is for, without a slash at the end.</param>
    /// <param name="cancellationToken">The mount's deadline.</param>
    /// <exception cref="MountException">There was no token; says why, how long was waited, and what to check.</exception>
    public async Task<IssuedToken> AskAsync(PodReference pod, string resource, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var message = Message(pod, resource);
        try
        {
            await pipeline.SendAsync(message, cancellationToken);
        }
        catch (Exception error) when (CallFailures.Of(error) is { } failure)
        {
            throw NmiFailures.FromError(failure, error, endpoint, pod, time.GetElapsedTime(started));
        }

        var response = message.Response;
        return Token(response, pod) ?? throw NmiFailures.FromAnswer(response, endpoint, pod, time.GetElapsedTime(started), time);
    }

    private static bool IsWorthAnotherTry(CallOutcome outcome) =>
        outcome.Answer is { } answer
            ? NmiAnswer.Read(answer.Content.ToMemory(), default) is null
                && NmiVerdicts.MayPass(NmiVerdicts.Read(answer.Status, answer.Content.ToString()))
            : RetryRules.IsBrokenConnection(outcome.Error);

    private HttpMessage Message(PodReference pod, string resource)
    {
        var message = pipeline.CreateMessage();
        message.BufferResponse = true;
        var request = message.Request;
        request.Method = RequestMethod.Get;
        request.Uri.Reset(new Uri(endpoint, "/host/token/"));
        request.Uri.AppendQuery("resource", Uri.EscapeDataString(resource), escapeValue: false);
        request.Headers.Add("podns", pod.Namespace);
        request.Headers.Add("podname", pod.Name);
        return message;
    }

    private IssuedToken? Token(Response response, PodReference pod) =>
        response.Status == 200 && NmiAnswer.Read(response.Content.ToMemory(), time.GetUtcNow()) is { } answer
            ? new IssuedToken(answer.Token.Token, answer.Token.ExpiresOn, Principal(answer, pod))
            : null;

    // Without a client id nobody knows whose token it is, so nothing that it reads may be shared with another pod.
    private static string Principal(NmiAnswer answer, PodReference pod) =>
        answer.ClientId is { } clientId ? $"client {clientId}" : $"pod {pod.Uid}";
}
