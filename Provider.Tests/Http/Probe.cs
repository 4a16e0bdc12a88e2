using Azure.Core;
using Provider.Http;
using Provider.Model;
using Provider.Tests.Identity;

namespace Provider.Tests.Http;

/// <summary>An endpoint that keeps each attempt it reads; statuses from 400 are transient.</summary>
internal sealed record Probe()
    : RemoteEndpoint("probe", TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(16), TimeSpan.FromSeconds(20))
{
    public List<Attempt> Attempts { get; } = [];

    public override bool ReportsWaiting => true;

    public override Outcome Read(Attempt attempt)
    {
        Attempts.Add(attempt);
        return attempt.Response is not null && attempt.Status < 400
            ? new Outcome.Success()
            : Retry(attempt, ErrorCodes.NmiFailed, $"attempt {attempt.Number} was read as {attempt.Status}");
    }

    public async Task<Outcome.Success> SendAsync(FakeEndpoint server, CancellationToken cancellationToken) =>
        await server.Settings.Pipeline().SendAsync(
            this,
            request =>
            {
                request.Method = RequestMethod.Get;
                request.Uri.Reset(new Uri("http://127.0.0.1/"));
            },
            cancellationToken);
}
