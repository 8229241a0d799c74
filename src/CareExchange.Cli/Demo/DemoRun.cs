using System.Text.Json;
using CareExchange.Cli.Town;
using CareExchange.Fhir.Definitions;
using CareExchange.Server.Hosting;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using Microsoft.Extensions.DependencyInjection;

namespace CareExchange.Cli.Demo;

/// <summary>A gateway with the simulated district in it, and the partners' messages delivered over HTTP.</summary>
internal sealed class DemoRun : IAsyncDisposable
{
    private readonly GatewayOptions _options;
    private readonly TimeProvider _clock;

    private DemoRun(Gateway gateway, GatewayOptions options, TimeProvider clock) => (Gateway, _options, _clock) = (gateway, options, clock);

    /// <summary>The running gateway.</summary>
    public Gateway Gateway { get; }

    /// <summary>Starts the gateway with the packages of its data folder, and registers staff.</summary>
    public static Task<DemoRun> StartAsync(string dataFolder, string url, TimeProvider clock, CancellationToken cancellationToken) =>
        StartAsync(dataFolder, url, packagesFolder: null, clock, cancellationToken);

    /// <summary>Starts the gateway and registers staff.</summary>
    public static async Task<DemoRun> StartAsync(string dataFolder, string url, string? packagesFolder, TimeProvider clock, CancellationToken cancellationToken)
    {
        var options = new GatewayOptions { DataFolder = dataFolder, Url = url, PackagesFolder = packagesFolder, Partners = [.. DemoWorld.Partners, .. DemoWorld.Hospitals], OrganizationTypes = DemoWorld.OrganizationTypes, EmergencyMembers = DemoWorld.EmergencyMembers };
        var gateway = await Gateway.StartAsync(options, clock, cancellationToken);
        foreach (var staff in DemoWorld.Staff) await gateway.RegisterAsync(staff, "demo", cancellationToken);
        return new(gateway, options, clock);
    }

    /// <summary>How many messages there are to deliver.</summary>
    public int MessageCount => DemoWorld.Partners.Sum(partner => DemoMessage.Of(_options.MappingsFolder, partner.Id).Count());

    /// <summary>Every partner fetches its token and sends its messages, one after the other.</summary>
    public async IAsyncEnumerable<DemoResult> DeliverAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Gateway.Address };
        foreach (var partner in DemoWorld.Partners)
        {
            using var sender = new SimulatedPartner(partner, http, _clock);
            await Gateway.RegisterAsync(sender.Registration, "demo", cancellationToken);
            foreach (var message in DemoMessage.Of(_options.MappingsFolder, partner.Id))
            {
                var content = await File.ReadAllBytesAsync(message.File.FullName, cancellationToken);
                var (_, body) = await sender.SendAsync(content, message.ContentType, message.File.Name, cancellationToken);
                yield return ResultOf(message.Partner, message.File.Name, body);
            }
        }
    }

    /// <summary>The partners of a town send what they have about so many persons, each message over HTTP as the examples were.</summary>
    /// <param name="persons">How many; none for 0.</param>
    /// <param name="seed">The same seed gives the same town.</param>
    /// <param name="cancellationToken">Cancels between two messages.</param>
    public async IAsyncEnumerable<DemoResult> DeliverTownAsync(int persons, ulong seed, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (persons == 0) yield break;
        using var http = new HttpClient { BaseAddress = Gateway.Address };
        var senders = new Dictionary<string, SimulatedPartner>(StringComparer.Ordinal);
        try
        {
            foreach (var partner in _options.Partners.Where(partner => TownMessages.Partners.Contains(partner.Id)))
            {
                var sender = senders[partner.Id] = new SimulatedPartner(partner, http, _clock);
                await Gateway.RegisterAsync(sender.Registration, "demo", cancellationToken);
            }

            foreach (var message in TownMessages.Of(persons, seed))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (_, body) = await senders[message.Partner].SendAsync(message.Content, message.ContentType, message.File, cancellationToken);
                yield return ResultOf(message.Partner, message.File, body);
            }
        }
        finally
        {
            foreach (var sender in senders.Values) sender.Dispose();
        }
    }

    /// <summary>Where the main person's plan stands; null before the messages were delivered.</summary>
    public async Task<Uri?> FindPlanAsync(CancellationToken cancellationToken)
    {
        var found = await SearchAsync("Patient", [new("name", DemoWorld.MainPerson)], cancellationToken);
        return found.Matches is [var person, ..] ? new Uri(Gateway.Address, $"persons/{person.Id}/plan") : null;
    }

    /// <summary>How many resources of each type the store holds.</summary>
    public async Task<SortedDictionary<string, long>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var type in Gateway.Services.GetRequiredService<Schema>().Types)
        {
            if (type is not { Kind: TypeKind.Resource, IsAbstract: false, IsConstraint: false }) continue;
            var found = await SearchAsync(type.TypeName, [new("_total", "accurate"), new("_count", "0")], cancellationToken);
            if (found.Total is > 0 and var total) counts[type.TypeName] = total;
        }

        return counts;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    // The demo looks as the operator would, past every consent: at counts and at one id, never at content.
    private async Task<SearchResult> SearchAsync(string type, KeyValuePair<string, string>[] query, CancellationToken cancellationToken)
    {
        var request = Gateway.Services.GetRequiredService<SearchQueryParser>().Parse(type, query, "demo");
        return await Gateway.Services.GetRequiredService<ResourceStore>().SearchAsync(request.Value!, AccessPredicate.Unrestricted, cancellationToken);
    }

    private static DemoResult ResultOf(string partner, string file, JsonElement body)
    {
        if (body.GetProperty("resourceType").GetString() != "Parameters") return Refused(partner, file, "rejected", body);
        var parameters = body.GetProperty("parameter").EnumerateArray().ToDictionary(parameter => parameter.GetProperty("name").GetString()!, StringComparer.Ordinal);
        var state = parameters["state"].GetProperty("valueCode").GetString()!;
        if (state != "processed") return Refused(partner, file, state, parameters["outcome"].GetProperty("resource"));
        var resources = parameters["resources"].TryGetProperty("part", out var parts) ? parts.EnumerateArray().Sum(part => part.GetProperty("valueInteger").GetInt32()) : 0;
        return new(partner, file, state, resources, parameters["coverage"].GetProperty("valueDecimal").GetDecimal(), null, null);
    }

    private static DemoResult Refused(string partner, string file, string state, JsonElement outcome)
    {
        var details = outcome.GetProperty("issue")[0].GetProperty("details");
        var korean = details.GetProperty("_text").GetProperty("extension")[0].GetProperty("extension")[1].GetProperty("valueString").GetString();
        return new(partner, file, state, 0, 0, details.GetProperty("coding")[0].GetProperty("code").GetString(), korean);
    }
}
