delete from setting where name = 'course.places_max';
drop table course_certificate_error;
drop table course_certificate;
drop table course_attendance;
drop table course_signup;
drop table course_session;
drop table course_run;
drop table course;
