using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Provider.Content;
using Provider.Content.Converting;
using Provider.Hosting;
using Provider.Http;
using Provider.Identity;
using Provider.KeyVault;
using Provider.Model;
using Provider.Mounting;
using Provider.Sharing;
using Provider.Telemetry;
using Provider.Tool.Commands;
using Provider.Tool.Login;
using Provider.Tool.Writing;

namespace Provider.Tool;

/// <summary>
/// A mount by the tool: the daemon's path from the plan to the files, with the user's credential; it writes the files.
/// </summary>
internal sealed class LocalMount(Func<Transports> connect, TimeProvider time) : ILocalMount
{
    private static readonly ErrorCode TimedOut =
        ErrorCodes.MountTimeout with { Remedy = "Raise --timeout, or look at the step before this line." };

    public CredentialKind Check(MountOrder order)
    {
        using var transports = connect();
        return Credentials(order, transports).Check(order.Plan);
    }

    public async Task<LocalVolume> MountAsync(
        MountOrder order, Action<string> progress, CancellationToken cancellationToken)
    {
        using var deadlineExceeded = new CancellationTokenSource(order.Timeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadlineExceeded.Token);
        using var calls = CallDeadline.Begin(order.Timeout, time);
        try
        {
            return await RunAsync(order, progress, ended.Token);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("interrupted", error, cancellationToken);
        }
        catch (Exception error) when (deadlineExceeded.IsCancellationRequested && error is not MountException)
        {
            throw new MountException(
                TimedOut, $"the mount did not end within {order.Timeout.TotalSeconds:0.#} s", error);
        }
    }

    private async Task<LocalVolume> RunAsync(
        MountOrder order, Action<string> progress, CancellationToken cancellationToken)
    {
        using var transports = connect();
        using var reads = new SharedReads(TimeSpan.Zero, time);
        using var conversions = new Conversions(
            new ContentOptions(order.Options.ConstructPemChain, order.Options.SeparateCertificateAndKey),
            Conversions.DefaultPermits, order.Options.ResponseLimit, time);
        var path = Path(order, transports, reads, conversions, progress);
        var lease = await path.RunAsync(new MountRun(order.Plan, IsRemount: false), cancellationToken);
        using var permits = lease.Permits;
        var files = lease.Content.Files;
        progress($"writing {order.Target}");
        return new LocalVolume(
            files, new VolumeDirectory(order.Target, time).Write(files, cancellationToken),
            [.. lease.Content.Notes.Select(note => $"{note.Entry}: {note.What}")]);
    }

    private MountPath Path(
        MountOrder order, Transports transports, SharedReads reads, Conversions conversions, Action<string> progress)
    {
        var credentials = Credentials(order, transports);
        Task<GrantedToken> GrantAsync(MountPlan plan, CancellationToken ended)
        {
            progress($"asking for a token by {LoginFlags.NameOf(credentials.Check(plan))}");
            return credentials.GrantAsync(plan, order.Timeout, ended);
        }

        IDisposable? Report(MountPlan plan, MountStage stage)
        {
            if (stage == MountStage.Vault)
            {
                progress($"reading {plan.Entries.Length} objects of {plan.Vault}");
            }

            return null;
        }

        return new MountPath(
            GrantAsync, Reader(order, transports, reads), conversions, new WeightedSemaphore(1),
            order.Options.ResponseLimit, Report, time);
    }

    private VaultReader Reader(MountOrder order, Transports transports, SharedReads reads) => new(
        new VaultClient(
            Through(transports.Cloud),
            new VaultGates(order.Options.ReadsPerVault, transports.CloudPools.MostRequests, time), metrics: null, time),
        reads, new ReadLimits(order.Options.ReadsPerMount, order.Options.ResponseLimit), metrics: null, time,
        NullLogger<VaultReader>.Instance);

    private LocalCredentials Credentials(MountOrder order, Transports transports) =>
        new(order.Login, Through(transports.Cloud), Through(transports.Node));

    private CallSettings Through(HttpPipelineTransport transport) =>
        new(transport, ProductInfo.Current.UserAgent(""), time, NullLogger.Instance);
}
