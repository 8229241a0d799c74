using System.Buffers;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Partners;
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
            var report = await intake.ReceiveAsync(sender, http.Requester, message, MediaType, fileName: null, http.Trace, cancellationToken);
            if (messages.Count == 1) http.Response.Headers.Location = $"/partners/{sender.Id}/messages/{report.MessageId}";
            answer.Write(Hl7v2Acknowledgment.Write(message.Span, report.Issues, ControlId(report.MessageId), clock.GetLocalNow()));
        }

        if (messages.Count > 1) answer.Write(System.Text.Encoding.ASCII.GetBytes($"BTS|{messages.Count}\r"));
        return Results.Bytes(answer.WrittenMemory.ToArray(), MediaType);
    }

    // MSH-10 has 20 characters up to 2.5; the first ones of our id hold its time and enough of its chance.
    private static string ControlId(string messageId) => messageId.Replace("-", "", StringComparison.Ordinal)[..20];
}
