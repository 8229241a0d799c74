using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Outbox;
using Microsoft.Extensions.Hosting;

namespace CareExchange.Server.Hosting;

/// <summary>Takes notices from the outbox and posts them; each that was taken is on record. What is not taken is tried again, ever more slowly, for a day, and then kept as given up.</summary>
/// <remarks>At least once: <c>Idempotency-Key</c> is the notice's id. Where no address is configured notices wait, and stand on the pages all the same.</remarks>
internal sealed partial class NoticeDelivery(
    OutboxStore outbox, ConsentAlerts alerts, AuditTrail audit, DatabaseAbsence absence, TimeProvider clock, ILogger<NoticeDelivery> logger, NoticeOptions? options = null) : BackgroundService
{
    private const int MostAttempts = 1500;
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);
    private readonly byte[]? _secret = options?.SecretFile is { } file ? Encoding.UTF8.GetBytes(File.ReadAllText(file).Trim()) : null;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Marked before the doors open: what is written from now on is looked at.
        await alerts.LookAsync(Trace(), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // No redirects: where a notice goes is what the operator wrote down. No proxy of the machine's environment either.
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false };
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(10) };
        using var timer = new PeriodicTimer(s_every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await alerts.LookAsync(Trace(), stoppingToken, tellsPersons: options is not null) is > 0 and var count) LogUnclear(count);
                if (options is not null) await DeliverAsync(http, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // A busy database must not stop the notices for good.
                if (!absence.Explains(failure)) LogFailed(failure.GetType().Name, failure.StackTrace);
            }
        }
    }

    private async Task DeliverAsync(HttpClient http, CancellationToken cancellationToken)
    {
        foreach (var lease in await outbox.LeaseAsync(EmergencyAccessInteraction.NoticeChannel, 2, s_lease, cancellationToken))
        {
            var trace = Trace();
            var reason = await PostAsync(http, lease.Message, trace, cancellationToken);
            if (reason is null)
            {
                await audit.RecordAsync(new AuditRecord(AuditAction.NoticeSent, ConsentAlerts.Gateway, trace) { Query = lease.Message.Kind, Entities = [.. TaskOf(lease.Message)] }, cancellationToken);
                await outbox.CompleteAsync(lease, cancellationToken);
            }
            else if (lease.Attempt >= MostAttempts)
            {
                LogGivenUp(lease.Message.Kind, reason);
                await outbox.DeadLetterAsync(lease, reason, cancellationToken);
            }
            else
            {
                if (lease.Attempt is 1 or 10 or 100) LogNotTaken(lease.Message.Kind, lease.Attempt, reason);
                await outbox.RetryAsync(lease, clock.GetUtcNow() + Pause(lease.Attempt), reason, cancellationToken);
            }
        }
    }

    private static TimeSpan Pause(int attempt) => TimeSpan.FromSeconds(Math.Min(s_longestPause.TotalSeconds, 2 << Math.Min(attempt, 10)));

    // Null where it was taken; else why not, in words that name nobody.
    private async Task<string?> PostAsync(HttpClient http, OutboxMessage message, RequestTrace trace, CancellationToken cancellationToken)
    {
        var body = Body(message);
        using var request = new HttpRequestMessage(HttpMethod.Post, options!.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Idempotency-Key", message.Id);
        request.Headers.Add("traceparent", trace.TraceParent);
        if (_secret is { } secret) request.Headers.Add("X-CareExchange-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(secret, body)));
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"status {(int)response.StatusCode}");
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return failure is TaskCanceledException ? "no answer in time" : "no connection";
        }
    }

    private static byte[] Body(OutboxMessage message)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", message.Id);
            json.WriteString("kind", message.Kind);
            json.WritePropertyName("notice");
            json.WriteRawValue(message.Payload.Span);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static IEnumerable<string> TaskOf(OutboxMessage message)
    {
        using var notice = JsonDocument.Parse(message.Payload);
        if (notice.RootElement.TryGetProperty("task", out var task) && task.GetString() is { } reference) return [reference];
        return notice.RootElement.TryGetProperty("consent", out var consent) && consent.GetString() is { } version ? [version] : [];
    }

    private static RequestTrace Trace() => new(Guid.CreateVersion7().ToString("N"), TraceParents.Next(), null);

    [LoggerMessage(8401, LogLevel.Warning, "{Count} consents say something that cannot be read; they stay closed, and the audit trail names them (consent-unclear)")]
    private partial void LogUnclear(int count);

    [LoggerMessage(8402, LogLevel.Warning, "A notice ({Kind}) was not taken at attempt {Attempt}: {Reason}")]
    private partial void LogNotTaken(string kind, int attempt, string reason);

    [LoggerMessage(8403, LogLevel.Error, "A notice ({Kind}) was given up: {Reason}")]
    private partial void LogGivenUp(string kind, string reason);

    // Not the exception itself: its text may quote somebody's data.
    [LoggerMessage(8404, LogLevel.Warning, "Delivering notices failed; the next round tries again: {Problem} {Stack}")]
    private partial void LogFailed(string problem, string? stack);
}
