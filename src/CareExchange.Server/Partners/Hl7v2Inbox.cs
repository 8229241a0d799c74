using System.Buffers;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Requests;
using CareExchange.Mapping.Sources.Hl7v2;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Partners;

/// <summary>HL7 v2 over HTTP: each message is taken in for itself and answered with its acknowledgment, a batch with a batch of them.</summary>
/// <remarks>The status is 200 whatever the acknowledgment says: MSA-1 is the answer, and a client that retries on 4xx would send what was refused for good again.</remarks>
internal static class Hl7v2Inbox
{
    /// <summary>The media type under which the mapping folders know such messages.</summary>
    private const string MediaType = "application/hl7-v2";

    private static readonly string[] MediaTypes = [MediaType, "application/hl7-v2+er7", "x-application/hl7-v2+er7", "application/edi-hl7", "text/hl7v2"];

    /// <summary>True where the body is HL7 v2 by its content type.</summary>
    public static bool Takes(HttpRequest request) =>
        MediaTypes.Contains((request.ContentType ?? "").Split(';')[0].Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes in every message of the body, in order.</summary>
    public static async Task<IResult> ReceiveAsync(
        Partner sender, ReadOnlyMemory<byte> body, HttpContext http, MessageIntake intake, TimeProvider clock, CancellationToken cancellationToken)
    {
        var messages = Hl7v2Frame.Split(body);
        var answer = new ArrayBufferWriter<byte>();
        if (messages.Count > 1) answer.Write("BHS|^~\\&\r"u8);
        foreach (var message in messages)
        {
            var (id, answers) = await TakeAsync(sender, http.Sender, message, http.Trace, intake, clock, cancellationToken);
            if (messages.Count == 1) http.Response.Headers.Location = $"/partners/{sender.Id}/messages/{id}";

            // One request has one answer: where two are asked for, the one that says what became of the message.
            if (answers.Count > 0) answer.Write(answers[^1]);
        }

        if (messages.Count > 1) answer.Write(System.Text.Encoding.ASCII.GetBytes($"BTS|{messages.Count}\r"));
        return answer.WrittenCount == 0 ? Results.NoContent() : Results.Bytes(answer.WrittenMemory.ToArray(), MediaType);
    }

    /// <summary>Takes in one message, by whatever way it came.</summary>
    /// <returns>Its id, and the acknowledgments that it asks for, without framing. The same bytes again are answered as the first time.</returns>
    public static async Task<(string Id, IReadOnlyList<byte[]> Answers)> TakeAsync(
        Partner sender, Requester requester, ReadOnlyMemory<byte> message, RequestTrace trace, MessageIntake intake, TimeProvider clock, CancellationToken cancellationToken)
    {
        var report = await intake.ReceiveAsync(sender, requester, message, MediaType, fileName: null, trace, cancellationToken);
        var codes = Hl7v2Acknowledgment.Codes(Hl7v2Header.Read(message.Span), report.Issues);
        return (report.MessageId, [.. codes.Select((code, index) => Hl7v2Acknowledgment.Write(message.Span, report.Issues, ControlId(report.MessageId, index), clock.GetLocalNow(), code))]);
    }

    // MSH-10 has 20 characters up to 2.5; the first ones of our id hold its time and enough of its chance.
    private static string ControlId(string messageId, int index) => index == 0
        ? messageId.Replace("-", "", StringComparison.Ordinal)[..20]
        : $"{messageId.Replace("-", "", StringComparison.Ordinal)[..19]}{(char)('A' + index)}";
}
