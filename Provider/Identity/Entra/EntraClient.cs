using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Http;
using Provider.Model;

namespace Provider.Identity.Entra;

/// <summary>Asks Entra for the token of an application, with one request and nothing before it.</summary>
/// <remarks>
/// MSAL, behind Azure.Identity's credentials, is not used: when Entra asks one caller to wait it refuses every later request for
/// the same client id and tenant in the process for up to an hour, whoever asks and with whatever proof, so that one pod could
/// shut another out. It also keeps tokens of its own, which would outlive their refusal by a vault.
/// </remarks>
/// <param name="settings">How calls are made.</param>
/// <param name="time">The clock.</param>
internal sealed class EntraClient(CallSettings settings, TimeProvider time)
{
    /// <summary>A new federated credential is waited for this long; kubelet comes back for the rest.</summary>
    private static readonly TimeSpan SpreadingLimit = TimeSpan.FromSeconds(20);

    /// <summary>Connections are tried for this long, then the user is told.</summary>
    private static readonly TimeSpan ConnectingLimit = TimeSpan.FromSeconds(30);

    private static readonly RetryRules Rules = new(
        "entra",
        outcome => outcome.Answer is { } answer
            ? IsWorthAnotherTry(answer, outcome.Waited)
            : RetryRules.IsBrokenConnection(outcome.Error) && outcome.Waited < ConnectingLimit,
        FirstDelay: TimeSpan.FromMilliseconds(500),
        LongestDelay: TimeSpan.FromSeconds(16),
        TryTimeout: TimeSpan.FromSeconds(20));

    private readonly HttpPipeline pipeline = settings.Pipeline(Rules);

    /// <summary>Asks until there is a token, a final refusal, or no time left.</summary>
    /// <param name="plan">The mount's plan, in one of the modes that ask Entra.</param>
    /// <param name="cancellationToken">The mount's deadline.</param>
    /// <exception cref="MountException">There was no token.</exception>
    public async Task<IssuedToken> AskAsync(MountPlan plan, CancellationToken cancellationToken)
    {
        var application = (AccessMode.Application)plan.Access;
        var started = time.GetTimestamp();
        try
        {
            using var answer = await SendAsync(plan, application, cancellationToken);
            return answer.Status == 200 && TokenAnswer.Read(answer.Content.ToMemory(), time.GetUtcNow()) is { } token
                ? new IssuedToken(token.Token, token.ExpiresOn, $"client {application.ClientId} of {plan.Tenant}")
                : throw EntraFailures.FromAnswer(answer, plan, application, time.GetElapsedTime(started), time);
        }
        catch (Exception error) when (CallFailures.Of(error) is { } failure)
        {
            throw EntraFailures.FromError(failure, error, plan, time.GetElapsedTime(started));
        }
    }

    private static bool IsWorthAnotherTry(Response answer, TimeSpan waited)
    {
        var number = EntraAnswer.ErrorNumber(answer.Content.ToMemory());
        return answer.Status != 200
            && (EntraErrors.MayPass(answer.Status, number) || (EntraErrors.MaySpread(number) && waited < SpreadingLimit));
    }

    private async Task<Response> SendAsync(MountPlan plan, AccessMode.Application application, CancellationToken cancellationToken)
    {
        using var request = pipeline.CreateRequest();
        request.Method = RequestMethod.Post;
        request.Uri.Reset(plan.Cloud.TokenEndpoint(plan.Tenant!));
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("Content-Type", EntraForm.MediaType);
        request.Content = EntraForm.Make(application, plan.Cloud.TokenResource);
        return await pipeline.SendRequestAsync(request, cancellationToken);
    }
}
