using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Server.Rest;

/// <summary>What is kept with an answer that waits to be fetched, so that it does not outlive the consents it was made by.</summary>
/// <param name="Mark">Which consents had been written when it was made.</param>
/// <param name="Request">The request, where carrying it out again is no harm; null for one that changed something.</param>
/// <param name="Means">By which scopes and for which purpose it was made (<see cref="AsyncRequest.MeansOf"/>); null where nobody kept it.</param>
internal sealed record DeferredAnswer(long Mark, AsyncRequest? Request, string? Means)
{
    private static readonly DeferredAnswer Unknown = new(long.MinValue, null, null);

    /// <summary>As the job's end keeps it.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>Undoes <see cref="Write"/>; an answer that was made before there was such a mark is as old as can be.</summary>
    public static DeferredAnswer Read(ReadOnlyMemory<byte> outcome) =>
        outcome.IsEmpty ? Unknown : JsonSerializer.Deserialize<DeferredAnswer>(outcome.Span) ?? Unknown;

    /// <summary>The answer without anything that somebody may not be allowed to see any more: what became of each entry stays.</summary>
    public static byte[] WithoutResources(ReadOnlyMemory<byte> answer)
    {
        var remark = Issue.Warning("suppressed", "consent-changed", "A consent or the token's scopes changed before this was fetched: what was shown then is not shown now. Ask again.", "가져가기 전에 동의나 토큰의 권한이 바뀌어 내용을 보여 드리지 않습니다. 다시 요청하십시오.");
        var bundle = JsonNode.Parse(answer.Span)!.AsObject();
        foreach (var entry in (bundle["entry"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (entry["resource"] is not JsonObject resource || resource["resourceType"]?.GetValue<string>() is "OperationOutcome") continue;
            if (resource["resourceType"]?.GetValue<string>() == "Bundle" && resource["entry"] is JsonArray inner)
            {
                foreach (var one in inner.OfType<JsonObject>()) one.Remove("resource");
            }
            else
            {
                entry.Remove("resource");
            }

            if (entry["response"] is JsonObject response) response["outcome"] = JsonNode.Parse(OperationOutcome.Write([remark]));
        }

        return JsonSerializer.SerializeToUtf8Bytes(bundle);
    }
}
