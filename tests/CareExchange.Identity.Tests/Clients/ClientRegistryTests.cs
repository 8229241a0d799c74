using CareExchange.Identity.Clients;
using CareExchange.Identity.Events;
using CareExchange.Identity.Keys;

namespace CareExchange.Identity.Tests.Clients;

public sealed class ClientRegistryTests : IDisposable
{
    private readonly ClientKey _key = ClientKey.Create("ES384");

    private static CancellationToken Cancel => TestRoom.Cancel;

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task The_same_registration_twice_changes_nothing_the_second_time()
    {
        await using var room = await TestRoom.OpenAsync();

        var first = await room.Clients.UpsertAsync(TestRoom.Nhis(_key), "demo", Cancel);
        room.Clock.Advance(TimeSpan.FromHours(1));
        var second = await room.Clients.UpsertAsync(TestRoom.Nhis(_key), "someone else", Cancel);

        Assert.True(first is { Succeeded: true, Created: true, Changed: true });
        Assert.True(second is { Succeeded: true, Created: false, Changed: false });
        var client = Assert.Single(await room.Clients.ListAsync(Cancel));
        Assert.Equal(("demo", "system/messages.c system/Patient.rs"), (client.UpdatedBy, client.Scopes));
        Assert.Single(room.Events, happened => happened is { Kind: IdentityEventKind.ClientChanged, ActorId: "nhis-sender", By: "demo" });
    }

    [Fact]
    public async Task A_change_is_kept_with_who_made_it()
    {
        await using var room = await TestRoom.OpenAsync();
        await room.Clients.UpsertAsync(TestRoom.Nhis(_key), "demo", Cancel);

        var result = await room.Clients.UpsertAsync(TestRoom.Nhis(_key) with { Enabled = false, Scopes = "system/Patient.read" }, "operator", Cancel);

        Assert.True(result.Changed);
        var client = Assert.Single(await room.Clients.ListAsync(Cancel));
        Assert.Equal((false, "system/Patient.rs", "operator"), (client.Enabled, client.Scopes, client.UpdatedBy));
    }

    public static TheoryData<string, Func<ClientRegistration, ClientRegistration>> Refused => new()
    {
        { "client-id-invalid", client => client with { Id = "two words" } },
        { "client-id-invalid", client => client with { Id = "" } },
        { "client-id-invalid", client => client with { Id = new string('c', 129) } },
        { "display-invalid", client => client with { Display = "" } },
        { "organization-invalid", client => client with { OrganizationId = "" } },
        { "scopes-invalid", client => client with { Scopes = "" } },
        { "scopes-invalid", client => client with { Scopes = "user/Patient.rs" } },
        { "scopes-invalid", client => client with { Scopes = "openid" } },
        { "scopes-invalid", client => client with { Scopes = "system/Patient.rs?gender=female" } },
        { "jwks-invalid", client => client with { Jwks = "{}" } },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task A_registration_that_cannot_stand_is_refused_with_its_rule(string rule, Func<ClientRegistration, ClientRegistration> change)
    {
        await using var room = await TestRoom.OpenAsync();

        var result = await room.Clients.UpsertAsync(change(TestRoom.Nhis(_key)), "demo", Cancel);

        Assert.Equal(rule, Assert.Single(result.Problems).Rule);
        Assert.Empty(await room.Clients.ListAsync(Cancel));
        Assert.Empty(room.Events);
    }
}
