using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Consent;

/// <summary>Takes a consent back, whole or in part, as new bytes for the conductor to store; the version before stays in the history.</summary>
/// <remarks>PIPA 37: at any time, not harder than giving it. The next reading is decided against the new version.</remarks>
public static class ConsentWithdrawal
{
    /// <summary>The whole consent: status <c>inactive</c>, dateTime the moment of withdrawal.</summary>
    /// <returns>New bytes; the same bytes where it is inactive already.</returns>
    public static Outcome<byte[]> Withdraw(FhirDocument consent, DateTimeOffset at)
    {
        var root = consent.Root;
        if (root.TypeName != "Consent") return NoConsent;
        if (root["status"].Text == "inactive") return consent.Utf8.ToArray();
        var edit = new DocumentEdit(consent);
        edit.Set(root, "status", "\"inactive\""u8);
        edit.Set(root, "dateTime", Instant(at));
        return edit.Apply();
    }

    /// <summary>Only some categories: a refusal of them is added as an exception, the rest of the consent stands.</summary>
    /// <returns>New bytes; an issue where nothing is there to except from, or a category is unknown.</returns>
    public static Outcome<byte[]> WithdrawCategories(FhirDocument consent, IReadOnlyCollection<string> categories, DateTimeOffset at)
    {
        var root = consent.Root;
        if (root.TypeName != "Consent") return NoConsent;
        if (root["status"].Text != "active" || !root["provision"].Exists)
        {
            return Issue.Error("business-rule", "consent-not-active", "Only a consent in force can be withdrawn in part.", "유효한 동의만 일부 철회할 수 있습니다.");
        }

        if (categories.Count == 0 || categories.Any(category => DataCategories.Find(category) is null))
        {
            return Issue.Error("value", "data-category-unknown", "A data category is unknown.", "알 수 없는 정보 범주입니다.");
        }

        var provision = root["provision"];
        var edit = new DocumentEdit(consent);
        edit.Set(root, "provision", Exceptions(provision, categories));
        edit.Set(root, "dateTime", Instant(at));
        return edit.Apply();
    }

    /// <summary>True where a Consent that arrives again must not replace what is stored: it is older than the withdrawal it would undo.</summary>
    /// <param name="stored">The Consent as it stands.</param>
    /// <param name="incoming">The Consent that arrives.</param>
    public static bool WouldRevive(Element stored, Element incoming)
    {
        if (stored["status"].Text != "inactive" || incoming["status"].Text == "inactive") return false;
        var withdrawn = TimeRange.Parse(stored["dateTime"].Text);
        var given = TimeRange.Parse(incoming["dateTime"].Text);
        return withdrawn is null || given is null || given.Value.From < withdrawn.Value.Until;
    }

    private static Issue NoConsent => Issue.Error("invalid", "consent-expected", "This is not a Consent.", "동의 자료가 아닙니다.");

    private static byte[] Instant(DateTimeOffset at) =>
        Encoding.UTF8.GetBytes($"\"{CivilTime.Here.Text(at)}\"");

    // Inside each permit, however deep: a refusal beside a narrower permit would not stand against it.
    private static byte[] Exceptions(Element provision, IReadOnlyCollection<string> categories)
    {
        var root = JsonNode.Parse(provision.Raw)!.AsObject();
        Except(root, categories, isRoot: true, hasLabels: false);
        return JsonSerializer.SerializeToUtf8Bytes(root, Options);
    }

    private static void Except(JsonObject provision, IReadOnlyCollection<string> categories, bool isRoot, bool hasLabels)
    {
        hasLabels |= provision.ContainsKey("securityLabel");
        var inner = provision["provision"] as JsonArray ?? [];
        foreach (var nested in inner.OfType<JsonObject>()) Except(nested, categories, isRoot: false, hasLabels);
        if (!isRoot && (string?)provision["type"] != "permit") return;
        var refusal = new JsonObject { ["type"] = "deny", ["class"] = new JsonArray([.. categories.Order(StringComparer.Ordinal).Select(category => new JsonObject { ["system"] = DataCategories.System, ["code"] = category })]) };

        // A refusal of a label catches what is marked so or higher, a permit what is marked so or lower: of the category everything is meant.
        if (hasLabels) refusal["securityLabel"] = new JsonArray(new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", ["code"] = "U" });
        inner.Add((JsonNode)refusal);
        if (inner.Parent is null) provision["provision"] = inner;
    }

    private static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
