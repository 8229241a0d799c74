using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>The emergency access that is open, read off the review Tasks: what is recorded is what opens, on every node and after a restart.</summary>
internal sealed class EmergencyGrants(ResourceStore store, TimeProvider clock)
{
    /// <summary>What a requester has open for a person now; null for nothing. Costs nothing for those who may not break the glass.</summary>
    public async ValueTask<EmergencyGrant?> FindAsync(string person, Requester requester, CancellationToken cancellationToken)
    {
        if (!requester.MayBreakGlass) return null;
        var now = clock.GetUtcNow();
        foreach (var task in await store.ReadOfPersonsAsync([person], "Task", DataCategories.Record, cancellationToken))
        {
            if (Read(task) is { } grant && grant.RequesterId == requester.Id && grant.Person == person && now < grant.Until) return grant;
        }

        return null;
    }

    /// <summary>What a Task records; null for any other Task, and for one that was called off or that a partner wrote.</summary>
    public static EmergencyGrant? Read(StoredResource task)
    {
        if (task.Deleted || task.Tags.Source != EmergencyTask.Source || task.Tags.Person is not { } person) return null;
        using var document = FhirDocument.Parse(task.Json, Schema.R4).Value;
        if (document is null || document.Root is var root && (root["status"].Text is "cancelled" or "entered-in-error" or "rejected" || !IsReview(root))) return null;
        return TimeRange.Parse(root["executionPeriod"]["end"].Text) is { } end && root["requester"]["identifier"]["value"].Text is { } requester ? new(task.Id, person, requester, end.From) { Who = root["requester"]["display"].Text ?? "" } : null;
    }

    private static bool IsReview(Element task)
    {
        foreach (var coding in task["code"].Children("coding"))
        {
            if (coding["system"].Text == EmergencyGrant.TaskSystem && coding["code"].Text == EmergencyGrant.TaskCode) return true;
        }

        return false;
    }
}
