using System.Collections.Immutable;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Administration;

/// <summary>What programs sign requests with. A secret is shown in the answer that issued it and never again.</summary>
[Requires(Access.Administer)]
internal sealed class TokensModel(TokenStore tokens, TokenDesk desk, MachineTime machine, Visit visit) : PageModel
{
    public ImmutableArray<Token> Tokens { get; private set; } = [];

    /// <summary>What was just issued; null: nothing was.</summary>
    public TokenOutcome.Issued? Issued { get; private set; }

    /// <summary>Name of a text: what is wrong with what was sent; null: nothing.</summary>
    public string? Complaint { get; private set; }

    public Task OnGetAsync(CancellationToken stop) => ShowAsync(stop);

    public async Task<IActionResult> OnPostAsync(
        [FromForm] string? step, [FromForm] string? name, [FromForm] string[]? scopes, [FromForm] int? days,
        [FromForm] string? reason, CancellationToken stop)
    {
        var given = name?.Trim() ?? "";
        (visit.Subject, visit.Reason) = (step == "issue" ? TokensApi.SubjectOf(given, scopes ?? []) : given, reason);
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > PlanColumn.TextMax)
            Complaint = "PeopleReasonWrong";
        else if (step != "issue")
            Complaint = await tokens.RevokeAsync(given, stop) ? null : "TokenWrong-unknown";
        else
            await IssueAsync(given, scopes ?? [], days ?? 0, stop);
        if (Complaint is null && Issued is null)
            return Redirect("/administration/tokens");
        if (Complaint is not null)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        await ShowAsync(stop);
        return Page();
    }

    public bool IsGood(Token token) => token.IsGood(machine.GetUtcNow());

    private async Task IssueAsync(string name, string[] scopes, int days, CancellationToken stop)
    {
        switch (await desk.IssueAsync(name, scopes, days, machine.GetUtcNow(), stop))
        {
            case TokenOutcome.Issued issued:
                Issued = issued;
                break;
            case TokenOutcome.Wrong wrong:
                Complaint = $"TokenWrong-{wrong.Field}";
                break;
        }
    }

    private async Task ShowAsync(CancellationToken stop)
    {
        Tokens = await tokens.AllAsync(stop);
        ViewData["Title"] = Texts.Get("AdminTokens");
    }
}
