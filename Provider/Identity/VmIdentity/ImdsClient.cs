using System.Diagnostics;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Http;
using Provider.Model;

namespace Provider.Identity.VmIdentity;

/// <summary>Asks the node's instance metadata service for the token of one of its managed identities.</summary>
/// <remarks>
/// Azure.Identity's own client is not used: it waits by the wall clock between tries of its own, keeps endpoint and tokens for
/// the whole process, and its errors quote the answer.
/// </remarks>
/// <param name="endpoint">IMDS's address, such as <c>http://169.254.169.254</c>.</param>
/// <param name="settings">How calls are made, without a proxy.</param>
/// <param name="time">The clock.</param>
internal sealed class ImdsClient(Uri endpoint, CallSettings settings, TimeProvider time)
{
    /// <summary>A node without IMDS does not get one: connections are tried for this long.</summary>
    private static readonly TimeSpan ConnectingLimit = TimeSpan.FromSeconds(30);

    // IMDS may be away for 70 s while it is updated; the mount's deadline is longer.
    private static readonly RetryRules Rules = new(
        "imds",
        outcome => outcome.Answer is { } answer
            ? ImdsVerdicts.MayPass(answer.Status)
            : RetryRules.IsBrokenConnection(outcome.Error) && outcome.Waited < ConnectingLimit,
        FirstDelay: TimeSpan.FromSeconds(1),
        LongestDelay: TimeSpan.FromSeconds(16),
        TryTimeout: TimeSpan.FromSeconds(20));

    private readonly HttpPipeline pipeline = settings.Pipeline(Rules);

    /// <summary>Asks until there is a token, a final refusal, or no time left.</summary>
    /// <param name="identityId">A client id, an object id or a resource id; none for the system-assigned identity.</param>
    /// <param name="resource">What the token is for, without a slash at the end.</param>
    /// <param name="cancellationToken">The mount's deadline.</param>
    /// <exception cref="MountException">There was no token.</exception>
    public async Task<IssuedToken> AskAsync(string? identityId, string resource, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        // Client ids and object ids look alike; the first question is the common one.
        string[] parameters = identityId is null or ['/', ..] ? ["msi_res_id"] : ["client_id", "object_id"];
        foreach (var parameter in parameters)
        {
            using var answer = await SendAsync(parameter, identityId, resource, started, cancellationToken);
            if (answer.Status == 200 && TokenAnswer.Read(answer.Content.ToMemory(), time.GetUtcNow()) is { } token)
            {
                return new IssuedToken(token.Token, token.ExpiresOn, $"vm {identityId ?? "system-assigned"}");
            }

            if (parameter == parameters[^1] || ImdsVerdicts.Read(answer.Status, answer.Content.ToMemory()) != ImdsVerdict.NotAssigned)
            {
                throw ImdsFailures.FromAnswer(answer, identityId, time.GetElapsedTime(started), time);
            }
        }

        throw new UnreachableException();
    }

    private async Task<Response> SendAsync(
        string parameter, string? identityId, string resource, long started, CancellationToken cancellationToken)
    {
        using var request = pipeline.CreateRequest();
        request.Method = RequestMethod.Get;
        request.Uri.Reset(new Uri(endpoint, "/metadata/identity/oauth2/token"));
        request.Uri.AppendQuery("api-version", "2018-02-01");
        request.Uri.AppendQuery("resource", Uri.EscapeDataString(resource), escapeValue: false);
        if (identityId is not null)
        {
            request.Uri.AppendQuery(parameter, Uri.EscapeDataString(identityId), escapeValue: false);
        }

        request.Headers.Add("Metadata", "true");
        try
        {
            return await pipeline.SendRequestAsync(request, cancellationToken);
        }
        catch (Exception error) when (CallFailures.Of(error) is { } failure)
        {
            throw ImdsFailures.FromError(failure, error, endpoint, time.GetElapsedTime(started));
        }
    }
}
