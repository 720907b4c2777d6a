"""From recognition to safety: duties with clocks, notices with proof, the team, referrals."""
