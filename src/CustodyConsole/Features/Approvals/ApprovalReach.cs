using System.Linq.Expressions;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Approvals;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Approvals;

/// <summary>
/// What a person may decide by the rules in force, as a condition that the database answers: for each type the bands of
/// amounts at stake whose checkers the person's roles are among.
/// </summary>
public static class ApprovalReach
{
    /// <summary>The pending requests that wait for this person.</summary>
    public static async Task<IQueryable<ApprovalRequest>> OfAsync(
        CustodyDb db, StaffMember person, DateTime nowUtc, CancellationToken cancellationToken)
    {
        if (!Permissions.Held(Permissions.ApprovalsDecide, person.Roles))
            return db.Approvals.Where(request => false);
        var rules = await db.ApprovalRules.Where(rule => rule.EffectiveFromUtc <= nowUtc).ToListAsync(cancellationToken);
        var me = person.PersonNo;
        return Seen(db, person)
            .Where(request => request.State == ApprovalState.Pending && request.DeadlineUtc >= nowUtc)
            .Where(Condition(rules, person, nowUtc))
            // Only its maker changes a request. The steps are looked at only where somebody has approved already: few. An approval of something
            // else than what was approved last counts no more, and whoever gave it may look again.
            .Where(request => request.MakerPersonNo != me && (request.Checks == 0
                || !db.ApprovalSteps.Any(step => step.ApprovalId == request.Id && step.PersonNo == me
                    && step.Action == ApprovalAction.Approved && step.Version == request.Version
                    && !db.ApprovalSteps.Any(later => later.ApprovalId == request.Id && later.Id > step.Id
                        && later.Action == ApprovalAction.Approved && later.ContentHash != step.ContentHash))));
    }

    /// <summary>The requests that this person may see: staff of a platform or of a payment company see those of their own.</summary>
    public static IQueryable<ApprovalRequest> Seen(CustodyDb db, StaffMember person) =>
        !Permissions.Held(Permissions.ApprovalsView, person.Roles) ? db.Approvals.Where(request => false)
            : person.PlatformNo is { } own ? db.Approvals.Where(request => request.PlatformNo == own)
            : PaymentCompanyScope.CompanyOf(person) is { } company ? OfCompany(db, company)
            : db.Approvals;

    private static IQueryable<ApprovalRequest> OfCompany(CustodyDb db, string company)
    {
        var limit = ProposeAdvanceLimit.SubjectOf(company);
        var types = PaymentCompanyScope.Types.Where(type => type != ApprovalType.AdvanceLimit).ToArray();
        return db.Approvals.Where(request => request.Subject == limit || (types.Contains(request.Type)
            && db.Pools.Any(pool => pool.Id == request.PoolId && pool.PaymentCompany == company)));
    }

    private static Expression<Func<ApprovalRequest, bool>> Condition(
        List<ApprovalRule> rules, StaffMember person, DateTime nowUtc)
    {
        var request = Expression.Parameter(typeof(ApprovalRequest), "request");
        var type = Expression.Property(request, nameof(ApprovalRequest.Type));
        var amount = Expression.Property(request, nameof(ApprovalRequest.RuledFen));
        Expression any = Expression.Constant(false);
        foreach (var facts in ApprovalTypes.All)
        {
            var bands = ApprovalRules.Bands(rules, facts.Type, nowUtc);
            for (var i = 0; i < bands.Count; i++)
            {
                if (!person.HoldsAny(bands[i].CheckerRoles)) continue;
                Expression within = Expression.Equal(type, Expression.Constant(facts.Type));
                var from = Expression.Constant(bands[i].FromFen);
                if (bands[i].FromFen > 0)
                    within = Expression.AndAlso(within, Expression.GreaterThanOrEqual(amount, from));
                if (i + 1 < bands.Count)
                {
                    var next = Expression.Constant(bands[i + 1].FromFen);
                    within = Expression.AndAlso(within, Expression.LessThan(amount, next));
                }

                any = Expression.OrElse(any, within);
            }
        }

        return Expression.Lambda<Func<ApprovalRequest, bool>>(any, request);
    }
}
