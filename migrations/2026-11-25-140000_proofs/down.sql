delete from setting where name in ('link_cut.days', 'proof.issuer');
drop table link_cut;
drop table proof_in_force;
drop table proof;
